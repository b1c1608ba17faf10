import * as z from 'zod';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { readEmailAddress } from '../../domain/email-address.ts';
import type { Context } from '../../services/context.ts';
import { mailingTitle } from '../../services/mailings/mailing-progress.ts';
import { sendTest } from '../../services/mailings/send-test.ts';
import { paragraph } from '../blocks/block.ts';
import { counted } from '../blocks/count.ts';
import { plain } from '../mrkdwn.ts';
import { knownMailing } from '../replies/mailing-reply.ts';
import { textOf } from './form-values.ts';
import { textInput } from './inputs.ts';
import { type Asked, formView, type Modal, messageView, openModal, readNote } from './modal.ts';

export const TEST_FORM = 'digest.test';
const TITLE = 'Send a test';
const Note = z.object({ id: z.string() });

/** Where a member of staff gets tests; asked once, since Slack would tell it only with a scope of its own. */
export async function testAddress(ctx: Context, userId: string): Promise<string | null> {
  return readSetting(ctx.db, `test_address:${userId}`, z.string());
}

/** Asks for addresses; the person's own is remembered. */
export async function openTestModal(ctx: Context, asked: Asked, publicId: string): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () => {
    const title = plain(await mailingTitle(ctx, await knownMailing(ctx, publicId)), 150);
    return formView({
      callbackId: TEST_FORM,
      title: TITLE,
      submit: 'Send test',
      note: { id: publicId } satisfies z.infer<typeof Note>,
      blocks: [
        paragraph(`*${title}* in every language. Nothing goes to readers.`),
        textInput({
          id: 'own',
          label: 'Your address',
          hint: 'Kept for your next test',
          initial: await testAddress(ctx, asked.userId),
          max: 254,
        }),
        textInput({
          id: 'others',
          label: 'Others, up to ten',
          hint: 'With commas or on lines of their own',
          max: 2_700,
          isLong: true,
          isOptional: true,
        }),
      ],
    });
  });
}

/** What a test came to, in a sentence of mrkdwn. */
export function testedText({ refused, sent }: { sent: number; refused: readonly string[] }): string {
  if (refused.length === 0) return `${counted(sent, 'test')} sent. Nothing went to readers.`;
  const named = refused.map((address) => plain(address, 100)).join(', ');
  return `${sent} sent; the mail provider did not take the test for ${named}. Nothing went to readers.`;
}

export const testModal: Modal = {
  act: 'edit',
  async submit(ctx, { note, userId, values }) {
    const { id } = readNote(Note, note);
    const own = textOf(values, 'own');
    const others = textOf(values, 'others')
      .split(/[\s,;，；]+/)
      .filter((word) => word !== '');
    const wrong = others.find((address) => !readEmailAddress(address));
    if (!readEmailAddress(own)) return { kind: 'errors', errors: { own: 'Give one address, as in ana@example.org.' } };
    if (others.length > 10) return { kind: 'errors', errors: { others: 'At most ten addresses.' } };
    if (wrong) return { kind: 'errors', errors: { others: `${wrong} is no email address.` } };
    return {
      kind: 'working',
      text: 'Sending the test…',
      async work() {
        const result = await sendTest(ctx, { publicId: id, by: `slack:${userId}`, addresses: [own, ...others] });
        await writeSetting(ctx.db, `test_address:${userId}`, own, ctx.now());
        return messageView(TITLE, [paragraph(testedText(result))]);
      },
    };
  },
};
