import { hidePost, knownPost, undoAnnounce, unhidePost } from '../../services/articles/article-posts.ts';
import { putInNewsletter, takeOutOfNewsletter } from '../../services/articles/articles-of-links.ts';
import { undoEdit } from '../../services/articles/edit-article.ts';
import { undoWithdrawal, withdrawArticle } from '../../services/articles/withdraw-article.ts';
import type { Context } from '../../services/context.ts';
import { articleLink } from '../../services/links.ts';
import { POST_MENU_ACTION } from '../blocks/article.ts';
import { ARTICLE_ACTIONS } from '../blocks/article-standing.ts';
import { type KnownBlock, message } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { putInText } from '../blocks/put-in.ts';
import { lastActWords } from '../commands/log.ts';
import { addressCode, plain } from '../mrkdwn.ts';
import { articleCardReply, articleListReply, knownArticle } from '../replies/article-reply.ts';
import type { Reply } from '../replies/reply.ts';
import { openAlertModal } from '../views/alert-modal.ts';
import { openAnnounceModal, openPostTextModal } from '../views/announce-modal.ts';
import { openEditModal } from '../views/article-modal.ts';
import { TAKE_OUT_ACTION } from '../views/newsletter-modal.ts';
import type { Press, Pressed } from './press.ts';

/** Buttons about articles: those of cards and lists, the menu on a post, and Undo. */
export const ARTICLE_PRESSES: Record<string, Press> = {
  [ARTICLE_ACTIONS.announce]: { act: 'edit', run: pressAnnounce },
  [ARTICLE_ACTIONS.edit]: { act: 'edit', run: pressEdit },
  [ARTICLE_ACTIONS.newsletter]: { act: 'edit', isBeside: true, run: pressNewsletter },
  [TAKE_OUT_ACTION]: { act: 'edit', run: pressTakeOut },
  [ARTICLE_ACTIONS.alert]: { act: 'edit', run: pressAlert },
  [ARTICLE_ACTIONS.withdraw]: { act: 'edit', isBeside: true, run: pressWithdraw },
  [ARTICLE_ACTIONS.page]: { act: 'read', run: pressPage },
  [ARTICLE_ACTIONS.undoWithdraw]: { act: 'edit', run: pressUndoWithdraw },
  [ARTICLE_ACTIONS.undoEdit]: { act: 'edit', run: pressUndoEdit },
  [ARTICLE_ACTIONS.undoAnnounce]: { act: 'edit', run: pressUndoAnnounce },
  [ARTICLE_ACTIONS.unhide]: { act: 'edit', run: pressUnhide },
  [POST_MENU_ACTION]: { act: 'edit', isBeside: true, run: pressMenu },
};

function undoRow(actionId: string, value: string): KnownBlock {
  return buttonRow([{ actionId, label: 'Undo', value }]);
}

const byOf = ({ userId }: Pressed) => `slack:${userId}`;

async function pressAnnounce(ctx: Context, pressed: Pressed): Promise<null> {
  await openAnnounceModal(ctx, pressed, pressed.subject);
  return null;
}

async function pressEdit(ctx: Context, pressed: Pressed): Promise<null> {
  await openEditModal(ctx, pressed, pressed.subject);
  return null;
}

async function pressPage(ctx: Context, { subject }: Pressed): Promise<Reply> {
  const [offset = '', ...words] = subject.split(' ');
  return articleListReply(ctx, { words: words.join(' '), offset: Number(offset) || 0 });
}

async function pressAlert(ctx: Context, pressed: Pressed): Promise<null> {
  await openAlertModal(ctx, pressed, pressed.subject);
  return null;
}

async function pressNewsletter(ctx: Context, pressed: Pressed): Promise<Reply> {
  const put = await putInNewsletter(ctx, { publicId: pressed.subject, by: byOf(pressed) });
  return articleCardReply(ctx, put.article, { said: putInText(put) });
}

/** Undo of a link that went into the newsletter; its value says what it undoes. */
async function pressTakeOut(ctx: Context, pressed: Pressed): Promise<Reply> {
  const isOut = await takeOutOfNewsletter(ctx, pressed.subject, byOf(pressed));
  return message(
    isOut ? 'Taken out of the next newsletter again.' : 'It was not in the next newsletter any more. Nothing was done.',
  );
}

async function pressWithdraw(ctx: Context, pressed: Pressed): Promise<Reply> {
  const publicId = pressed.subject;
  const { article, withdrawnAt } = await withdrawArticle(ctx, { publicId, reason: null, by: byOf(pressed) });
  const name = `*${plain(article.title, 200)}*`;
  if (!withdrawnAt)
    return message(
      `${name} was withdrawn already. Nothing more to do.${await lastActWords(ctx, `article:${publicId}`)}`,
    );
  return message(
    `${name} was withdrawn by <@${pressed.userId}>: its page is gone, its posts in Slack are being taken away, and no newsletter carries it.`,
    [undoRow(ARTICLE_ACTIONS.undoWithdraw, `${publicId} ${withdrawnAt}`)],
  );
}

/** The values of Undo buttons: what it is about, and the moment of the act. */
function undoOf(subject: string): [string, string] {
  const [id = '', at = ''] = subject.split(' ');
  return [id, at];
}

async function pressUndoWithdraw(ctx: Context, pressed: Pressed): Promise<Reply> {
  const [publicId, withdrawnAt] = undoOf(pressed.subject);
  const isUndone = await undoWithdrawal(ctx, { publicId, withdrawnAt, by: byOf(pressed) });
  const article = await knownArticle(ctx, publicId);
  const last = await lastActWords(ctx, `article:${publicId}`);
  if (!isUndone) return message(`*${plain(article.title, 200)}* was changed since. Nothing was undone.${last}`);
  return articleCardReply(ctx, article, {
    said: `Undone by <@${pressed.userId}>: it stands in the newsroom again, and its posts come back.`,
  });
}

async function pressUndoEdit(ctx: Context, pressed: Pressed): Promise<Reply> {
  const [publicId, editedAt] = undoOf(pressed.subject);
  const isUndone = await undoEdit(ctx, { publicId, editedAt, by: byOf(pressed) });
  const said = isUndone
    ? `Undone by <@${pressed.userId}>: it reads as before.`
    : `It was changed since. Nothing was undone.${await lastActWords(ctx, `article:${publicId}`)}`;
  return articleCardReply(ctx, await knownArticle(ctx, publicId), { said });
}

async function pressUndoAnnounce(ctx: Context, pressed: Pressed): Promise<Reply> {
  const [publicId, announcedAt] = undoOf(pressed.subject);
  const outcome = await undoAnnounce(ctx, { publicId, announcedAt, by: byOf(pressed) });
  if (outcome === 'busy') {
    return message('One of the posts is leaving right now. Press Undo again in a few seconds.', [
      undoRow(ARTICLE_ACTIONS.undoAnnounce, pressed.subject),
    ]);
  }
  const said = {
    undone: `Undone by <@${pressed.userId}>: what was shared is being taken away, and what waited is dropped.`,
    late: 'Undo works for 10 minutes. Hide the announcement by the menu on the post instead. Nothing was undone.',
    changed: `Nothing of it is left to undo.${await lastActWords(ctx, `article:${publicId}`)}`,
  }[outcome];
  return articleCardReply(ctx, await knownArticle(ctx, publicId), { said });
}

async function pressMenu(ctx: Context, pressed: Pressed): Promise<Reply | null> {
  const [choice, postId = ''] = pressed.subject.split(' ');
  if (choice === 'edit') {
    await openPostTextModal(ctx, pressed, postId);
    return null;
  }
  if (choice === 'copy') {
    const { article } = await knownPost(ctx, postId);
    return message(addressCode(articleLink(ctx, article.slug)));
  }
  const { article, post, hiddenAt } = await hidePost(ctx, { postId, by: byOf(pressed) });
  const name = `*${plain(article.title, 200)}*`;
  if (!hiddenAt)
    return message(
      `The announcement of ${name} is hidden already.${await lastActWords(ctx, `announcement:${postId}`)}`,
    );
  return message(
    `The announcement of ${name} in <#${post.channelId}> is being taken away. The article stays in the newsroom.`,
    [undoRow(ARTICLE_ACTIONS.unhide, `${postId} ${hiddenAt}`)],
  );
}

async function pressUnhide(ctx: Context, pressed: Pressed): Promise<Reply> {
  const [postId, hiddenAt] = undoOf(pressed.subject);
  const isUndone = await unhidePost(ctx, { postId, hiddenAt, by: byOf(pressed) });
  return message(
    isUndone
      ? `Undone by <@${pressed.userId}>: the announcement comes back.`
      : `Nothing of it is left to undo.${await lastActWords(ctx, `announcement:${postId}`)}`,
  );
}
