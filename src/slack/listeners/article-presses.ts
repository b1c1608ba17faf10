import { hidePost, knownPost, undoAnnounce, unhidePost } from '../../services/articles/article-posts.ts';
import { putInNewsletter } from '../../services/articles/articles-of-links.ts';
import { undoEdit } from '../../services/articles/edit-article.ts';
import { undoWithdrawal, withdrawArticle } from '../../services/articles/withdraw-article.ts';
import type { Context } from '../../services/context.ts';
import { articleLink } from '../../services/links.ts';
import { articleCardReply, articleListReply, knownArticle } from '../article-cards.ts';
import { POST_MENU_ACTION } from '../blocks/article.ts';
import { ARTICLE_ACTIONS } from '../blocks/article-standing.ts';
import { paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { putInText } from '../blocks/put-in.ts';
import type { Reply } from '../commands/command.ts';
import { escapeMrkdwn, plain } from '../mrkdwn.ts';
import { openAlertModal } from '../views/alert-modal.ts';
import { openAnnounceModal, openPostTextModal } from '../views/announce-modal.ts';
import { openEditModal } from '../views/article-modals.ts';
import type { Press, Pressed } from './press.ts';

/** Buttons about articles: those of cards and lists, the menu on a post, and Undo. */
export const ARTICLE_PRESSES: Record<string, Press> = {
  [ARTICLE_ACTIONS.announce]: { act: 'edit', run: pressAnnounce },
  [ARTICLE_ACTIONS.edit]: { act: 'edit', run: pressEdit },
  [ARTICLE_ACTIONS.newsletter]: {
    act: 'edit',
    isBeside: true,
    run: pressNewsletter,
  },
  [ARTICLE_ACTIONS.alert]: { act: 'edit', run: pressAlert },
  [ARTICLE_ACTIONS.withdraw]: { act: 'edit', isBeside: true, run: pressWithdraw },
  [ARTICLE_ACTIONS.page]: { act: 'read', run: pressPage },
  [ARTICLE_ACTIONS.undoWithdraw]: { act: 'edit', run: pressUndoWithdraw },
  [ARTICLE_ACTIONS.undoEdit]: { act: 'edit', run: pressUndoEdit },
  [ARTICLE_ACTIONS.undoAnnounce]: { act: 'edit', run: pressUndoAnnounce },
  [ARTICLE_ACTIONS.unhide]: { act: 'edit', run: pressUnhide },
  [POST_MENU_ACTION]: { act: 'edit', isBeside: true, run: pressMenu },
};

function say(text: string, undo?: { actionId: string; value: string }): Reply {
  const row = undo ? [buttonRow([{ ...undo, label: 'Undo' }])] : [];
  return { text, blocks: [paragraph(text), ...row] };
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

async function pressWithdraw(ctx: Context, pressed: Pressed): Promise<Reply> {
  const publicId = pressed.subject;
  const { article, withdrawnAt } = await withdrawArticle(ctx, { publicId, reason: null, by: byOf(pressed) });
  const name = `*${plain(article.title, 200)}*`;
  if (!withdrawnAt) return say(`${name} was withdrawn already. Nothing more to do.`);
  return say(
    `${name} was withdrawn by <@${pressed.userId}>: its page is gone, its posts in Slack are being taken away, and no newsletter carries it.`,
    { actionId: ARTICLE_ACTIONS.undoWithdraw, value: `${publicId} ${withdrawnAt}` },
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
  if (!isUndone) return say(`*${plain(article.title, 200)}* was changed since. Nothing was undone.`);
  return articleCardReply(ctx, article, {
    said: `Undone by <@${pressed.userId}>: it stands in the newsroom again, and its posts come back.`,
  });
}

async function pressUndoEdit(ctx: Context, pressed: Pressed): Promise<Reply> {
  const [publicId, editedAt] = undoOf(pressed.subject);
  const isUndone = await undoEdit(ctx, { publicId, editedAt, by: byOf(pressed) });
  const said = isUndone
    ? `Undone by <@${pressed.userId}>: it reads as before.`
    : 'It was changed since. Nothing was undone.';
  return articleCardReply(ctx, await knownArticle(ctx, publicId), { said });
}

async function pressUndoAnnounce(ctx: Context, pressed: Pressed): Promise<Reply> {
  const [publicId, announcedAt] = undoOf(pressed.subject);
  const outcome = await undoAnnounce(ctx, { publicId, announcedAt, by: byOf(pressed) });
  if (outcome === 'busy') {
    return say('One of the posts is leaving right now. Press Undo again in a few seconds.', {
      actionId: ARTICLE_ACTIONS.undoAnnounce,
      value: pressed.subject,
    });
  }
  const said = {
    undone: `Undone by <@${pressed.userId}>: what was shared is being taken away, and what waited is dropped.`,
    late: 'Undo works for 10 minutes. Hide the announcement by the menu on the post instead. Nothing was undone.',
    changed: 'Nothing of it is left to undo.',
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
    return say(`\`${escapeMrkdwn(articleLink(ctx, article.slug))}\``);
  }
  const { article, post, hiddenAt } = await hidePost(ctx, { postId, by: byOf(pressed) });
  const name = `*${plain(article.title, 200)}*`;
  if (!hiddenAt) return say(`The announcement of ${name} is hidden already. Nothing more to do.`);
  return say(
    `The announcement of ${name} in <#${post.channelId}> is being taken away. The article stays in the newsroom.`,
    {
      actionId: ARTICLE_ACTIONS.unhide,
      value: `${postId} ${hiddenAt}`,
    },
  );
}

async function pressUnhide(ctx: Context, pressed: Pressed): Promise<Reply> {
  const [postId, hiddenAt] = undoOf(pressed.subject);
  const isUndone = await unhidePost(ctx, { postId, hiddenAt, by: byOf(pressed) });
  return say(
    isUndone ? `Undone by <@${pressed.userId}>: the announcement comes back.` : 'Nothing of it is left to undo.',
  );
}
