import * as z from 'zod';
import { listMailingArticles } from '../../db/articles/articles.ts';
import { listCorrectable, type Mailing } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import { LANGUAGE_NAMES } from '../../domain/locale.ts';
import type { Context } from '../../services/context.ts';
import { composeCorrection } from '../../services/mailings/correction.ts';
import { mailingTitle } from '../../services/mailings/mailing-progress.ts';
import { paragraph } from '../blocks/block.ts';
import { cut, localTime, plain } from '../mrkdwn.ts';
import { knownMailing, mailingReply } from '../replies/mailing-reply.ts';
import { localisedOf } from './digest-form.ts';
import { listOf, textOf } from './form-values.ts';
import { choiceInput, choicesInput, textInput } from './inputs.ts';
import { type Asked, formView, type Modal, messageView, openModal, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';

export const CORRECT_CHOICE_FORM = 'digest.correct_which';
export const CORRECT_FORM = 'digest.correct';
const TITLE = 'Correct a newsletter';
const SHOWN = 20;
const Note = z.object({ id: z.string().nullable(), channelId: z.string().nullable() });
type Note = z.infer<typeof Note>;

/** Asks which newsletter that went out was wrong; one alone is not asked about. */
export async function openCorrectModal(ctx: Context, asked: Asked): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () => {
    const sent = await listCorrectable(ctx.db, SHOWN);
    const [first] = sent;
    if (!first) throw new AppError('conflict', 'No newsletter was sent yet. There is nothing to correct.');
    if (sent.length === 1) return correctView(ctx, { id: first.publicId, channelId: asked.channelId });
    const choices = await Promise.all(
      sent.map(async (mailing) => ({
        text: cut(`${(mailing.finishedAt ?? '').slice(0, 10)} ${rest(mailing)}${await mailingTitle(ctx, mailing)}`, 70),
        value: mailing.publicId,
      })),
    );
    return formView({
      callbackId: CORRECT_CHOICE_FORM,
      title: TITLE,
      submit: 'Next',
      note: { id: null, channelId: asked.channelId } satisfies Note,
      blocks: [
        choiceInput({ id: 'mailing', label: 'Which one was wrong?', choices, initial: first.publicId, isMenu: true }),
      ],
    });
  });
}

function rest({ state }: Mailing): string {
  return state === 'cancelled' ? '(rest cancelled) ' : '';
}

async function correctView(ctx: Context, note: { id: string; channelId: string | null }): Promise<ModalView> {
  const mailing = await knownMailing(ctx, note.id);
  const articles = await listMailingArticles(ctx.db, mailing.id);
  const when = mailing.finishedAt ? localTime(mailing.finishedAt) : '';
  const texts = (id: 'wrong' | 'right', label: string) =>
    ctx.config.locales.map((locale) =>
      textInput({
        id: `${id}-${locale}`,
        label: `${label} (${LANGUAGE_NAMES[locale]})`,
        max: 3_000,
        isLong: true,
        isOptional: true,
      }),
    );
  return formView({
    callbackId: CORRECT_FORM,
    title: TITLE,
    submit: 'Make draft',
    note: note satisfies Note,
    blocks: [
      paragraph(
        `*${plain(await mailingTitle(ctx, mailing), 150)}*, sent ${when}. Who was mailed and still is subscribed gets the correction once it is approved.`,
      ),
      choicesInput({
        id: 'articles',
        label: 'Which articles it is about',
        choices: articles.map(({ publicId, state, title }) => ({
          text: state === 'withdrawn' ? `${cut(title, 56)} (withdrawn)` : cut(title, 70),
          value: publicId,
        })),
        initial: articles.length === 1 ? articles.map(({ publicId }) => publicId) : [],
      }),
      ...texts('wrong', 'What was wrong'),
      ...texts('right', 'What is right'),
    ],
  });
}

/** The first step: which one. */
export const correctChoiceModal: Modal = {
  act: 'edit',
  async submit(ctx, { note, values }) {
    const { channelId } = readNote(Note, note);
    return { kind: 'shown', view: await correctView(ctx, { id: textOf(values, 'mailing'), channelId }) };
  },
};

/** The second: makes the draft and shows it with its buttons. */
export const correctModal: Modal = {
  act: 'edit',
  async submit(ctx, { note, userId, values, screen }) {
    const { channelId, id } = readNote(Note, note);
    const [locale = 'en'] = ctx.config.locales;
    const [wrong, right] = [localisedOf(ctx, values, 'wrong'), localisedOf(ctx, values, 'right')];
    const errors = {
      ...(Object.keys(wrong).length === 0 ? { [`wrong-${locale}`]: 'Say it in at least one language.' } : {}),
      ...(Object.keys(right).length === 0 ? { [`right-${locale}`]: 'Say it in at least one language.' } : {}),
    };
    if (Object.keys(errors).length > 0) return { kind: 'errors', errors };
    return {
      kind: 'working',
      text: 'Making the draft…',
      async work() {
        const mailing = await composeCorrection(ctx, {
          correctsPublicId: id ?? '',
          by: `slack:${userId}`,
          articlePublicIds: listOf(values, 'articles'),
          wrong,
          right,
        });
        ctx.ring();
        await screen.tell({ userId, channelId }, await mailingReply(ctx, mailing));
        return messageView(TITLE, [paragraph('The draft is made. Nothing was sent: it waits for approval.')]);
      },
    };
  },
};
