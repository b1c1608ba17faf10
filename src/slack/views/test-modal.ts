import * as z from 'zod';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { mailingTitle } from '../../services/mailings/mailing-progress.ts';
import { sendTest } from '../../services/mailings/send-test.ts';
import { paragraph } from '../blocks/block.ts';
import { knownMailing } from '../draft-reply.ts';
import { plain } from '../mrkdwn.ts';
import type { DigestAsked } from './digest-modal.ts';
import { textOf } from './form-values.ts';
import { textInput } from './inputs.ts';
import { formView, type Modal, messageView, openModal, readNote } from './modal.ts';

export const TEST_FORM = 'digest.test';
const TITLE = 'Send a test';
const Note = z.object({ id: z.string() });

/** Where a member of staff gets tests; asked once, since Slack would tell it only with a scope of its own. */
export async function testAddress(ctx: Context, userId: string): Promise<string | null> {
  return readSetting(ctx.db, `test_address:${userId}`, z.string());
}

/** Asks for addresses; the person's own is remembered. */
export async function openTestModal(
  ctx: Context,
  asked: DigestAsked & { userId: string },
  publicId: string,
): Promise<void> {
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
  if (refused.length === 0) return `${sent} ${sent === 1 ? 'test' : 'tests'} sent. Nothing went to readers.`;
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
    if (others.length > 10) return { kind: 'errors', errors: { others: 'At most ten addresses.' } };
    return {
      kind: 'working',
      text: 'Sending the test…',
      async work() {
        const input = { publicId: id, by: `slack:${userId}`, addresses: [own, ...others] };
        const result = await sendTest(ctx, input).catch((error: unknown) => {
          if (!(error instanceof AppError) || error.fields.addresses === undefined) throw error;
          const isOwn = /number 1 /.test(error.fields.addresses);
          throw new AppError('invalid', error.message, { fields: { [isOwn ? 'own' : 'others']: error.message } });
        });
        await writeSetting(ctx.db, `test_address:${userId}`, own, ctx.now());
        return messageView(TITLE, [paragraph(testedText(result))]);
      },
    };
  },
};
