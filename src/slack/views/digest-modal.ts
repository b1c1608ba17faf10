import { findOpenDigest, type Mailing } from '../../db/mailings/mailings.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { editDraft } from '../../services/mailings/edit-draft.ts';
import { writeDigest } from '../../services/mailings/write-digest.ts';
import { paragraph } from '../blocks/block.ts';
import { knownMailing, mailingReply, refreshDraftNote } from '../replies/mailing-reply.ts';
import { articleIdsOf, audienceOf, DigestNote, digestView, localisedOf } from './digest-form.ts';
import { type FormValues, inFormWords } from './form-values.ts';
import { type Asked, doneFrom, type Modal, messageView, openModal, readNote } from './modal.ts';

/** Opens the form of a newsletter; `publicId` null: of a new one. */
export async function openDigestModal(ctx: Context, asked: Asked, publicId: string | null): Promise<void> {
  const title = publicId ? 'Edit newsletter' : 'New newsletter';
  await openModal(ctx, { ...asked, title }, async () => {
    const mailing = publicId ? await editable(ctx, publicId) : await replaceable(ctx);
    return digestView(ctx, mailing, asked.channelId);
  });
}

async function editable(ctx: Context, publicId: string): Promise<Mailing> {
  const mailing = await knownMailing(ctx, publicId);
  if (mailing.state === 'draft' || mailing.state === 'holding') return mailing;
  throw new AppError('conflict', 'It is on its way already and cannot be changed. Nothing was done.');
}

/** A new one takes the place of a draft, but not of one that is on its way. */
async function replaceable(ctx: Context): Promise<null> {
  const open = await findOpenDigest(ctx.db);
  if (!open || open.state === 'draft') return null;
  throw new AppError('conflict', 'A newsletter is on its way already. Nothing was made. See `/newsdesk digest`.');
}

/** Texts are wrong in the first language's field, since each has one. */
function blockOf({ config }: Context, field: string): string {
  const isText = field === 'subject' || field === 'preheader' || field === 'intro';
  return isText ? `${field}-${config.locales[0] ?? 'en'}` : field === 'articleIds' ? 'articles' : field;
}

/** Saves the form: a change voids an approval, and the question in the review channel follows. */
export const digestModal: Modal = {
  act: 'edit',
  async submit(ctx, { note: raw, userId, values, screen }) {
    const note = readNote(DigestNote, raw);
    const articleIds = articleIdsOf(values, note);
    return {
      kind: 'working',
      text: 'Saving…',
      async work() {
        const before = note.id ? await knownMailing(ctx, note.id) : null;
        const by = `slack:${userId}`;
        const mailing = await inFormWords(
          (field) => blockOf(ctx, field),
          () => save(ctx, { note, by, values, articleIds }),
        );
        await refreshDraftNote(ctx, mailing);
        const reply = await mailingReply(ctx, mailing);
        const voided = before?.state === 'holding' ? ' Its approval is void: it has to be approved again.' : '';
        const said = `${note.id ? 'Saved.' : 'The draft is made.'} Nothing was sent.${voided}`;
        await screen.tell(
          { userId, channelId: note.channelId },
          { text: `${said}\n${reply.text}`, blocks: [paragraph(said), ...(reply.blocks ?? [])] },
        );
        const view = messageView(note.id ? 'Edit newsletter' : 'New newsletter', [paragraph(said)]);
        return doneFrom(note.channelId, view, said);
      },
    };
  },
};

type Save = { note: DigestNote; by: string; values: FormValues; articleIds: number[] };

async function save(ctx: Context, { articleIds, by, note, values }: Save): Promise<Mailing> {
  const texts = {
    subject: localisedOf(ctx, values, 'subject'),
    preheader: localisedOf(ctx, values, 'preheader'),
    intro: localisedOf(ctx, values, 'intro'),
  };
  const audience = audienceOf(values);
  if (note.id === null) return writeDigest(ctx, { ...texts, by, articleIds, audience: audience ?? {} });
  const edit = { publicId: note.id, seenHash: note.hash, by, articleIds, ...texts };
  return editDraft(ctx, audience ? { ...edit, audience } : edit);
}
