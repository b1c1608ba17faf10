import * as z from 'zod';
import { listTopicSlugs } from '../../db/articles/topics.ts';
import { findFeedSettings } from '../../db/feeds/feed-edits.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { editFeed } from '../../services/feeds/edit-feed.ts';
import { message, paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { FEED_EDIT_UNDO_ACTION } from '../blocks/feed-list.ts';
import { addressCode, plain } from '../mrkdwn.ts';
import { settingInputs, settingsOf } from './feed-settings.ts';
import { textOf } from './form-values.ts';
import { textInput } from './inputs.ts';
import { type Asked, formView, type Modal, messageView, openModal, readNote } from './modal.ts';

export const FEED_EDIT_FORM = 'feed.edit';
const Note = z.object({ publicId: z.string(), channelId: z.string().nullable() });

/** Opens the form with a feed's settings in it. */
export async function openEditFeedModal(ctx: Context, asked: Asked, publicId: string): Promise<void> {
  await openModal(ctx, { ...asked, title: 'Edit feed' }, async () => {
    const feed = await findFeedSettings(ctx.db, publicId);
    if (!feed) throw new AppError('not_found', 'That feed is not known here, or removed. Nothing was done.');
    const slugs = await listTopicSlugs(ctx.db, feed.topicIds);
    const topics = feed.topicIds.flatMap((id) => slugs.get(id) ?? []);
    return formView({
      callbackId: FEED_EDIT_FORM,
      title: 'Edit feed',
      submit: 'Save',
      note: { publicId, channelId: asked.channelId } satisfies z.infer<typeof Note>,
      blocks: [
        paragraph(`${addressCode(feed.url)}\nArticles that are there stay as they are.`),
        ...(await settingInputs(ctx, { ...feed, topics })),
        textInput({
          id: 'pollFloor',
          label: 'Shortest time between two checks, in minutes',
          max: 4,
          initial: String(Math.round((feed.pollFloorSeconds / 60) * 100) / 100),
        }),
      ],
    });
  });
}

export const feedEditModal: Modal = {
  act: 'edit',
  async submit(ctx, input) {
    const { publicId, channelId } = readNote(Note, input.note);
    const minutes = Number(textOf(input.values, 'pollFloor'));
    if (!(minutes >= 1 && minutes <= 1_440))
      return { kind: 'errors', errors: { pollFloor: 'Give minutes from 1 to 1440.' } };
    const changes = { ...(await settingsOf(ctx, input.values)), pollFloorSeconds: Math.round(minutes * 60) };
    const { feed, editedAt } = await editFeed(ctx, { publicId, changes, by: `slack:${input.userId}` });
    const name = `*${plain(feed.title, 150)}*`;
    if (!editedAt) return { kind: 'shown', view: messageView('Edit feed', [paragraph(`${name} was so already.`)]) };
    const said = `${name} was edited by <@${input.userId}>.`;
    const undo = { actionId: FEED_EDIT_UNDO_ACTION, label: 'Undo', value: `${publicId} ${editedAt}` };
    return {
      kind: 'working',
      text: 'Saving…',
      async work() {
        await input.screen.tell({ userId: input.userId, channelId }, message(said, [buttonRow([undo])]));
        return messageView('Edit feed', [paragraph(said)]);
      },
    };
  },
};
