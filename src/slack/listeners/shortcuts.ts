import type { App, BlockAction, ButtonAction, GlobalShortcut, MessageShortcut, webApi } from '@slack/bolt';
import { undoAnnounce } from '../../services/articles/article-posts.ts';
import { findLinkedArticle, linksOfText, takeOutOfNewsletter } from '../../services/articles/articles-of-links.ts';
import type { Context } from '../../services/context.ts';
import { requireRole } from '../../services/desk/staff-role.ts';
import { paragraph } from '../blocks/block.ts';
import type { Reply } from '../commands/command.ts';
import { failureReply } from '../failure-reply.ts';
import { announceLinkView } from '../shortcuts/announce-link.ts';
import { type Asked, openCreateDigest } from '../shortcuts/global.ts';
import { SHORTCUTS, UNDO_ANNOUNCE_ACTION, UNDO_NEWSLETTER_ACTION } from '../shortcuts/names.ts';
import { newsletterView, putInReply } from '../shortcuts/newsletter-modal.ts';
import { openAnnounceModal } from '../views/announce-modal.ts';
import { openAddFeedModal } from '../views/feed-modals.ts';
import { failureView } from '../views/modal.ts';
import { createScreen } from '../views/screen.ts';
import { isWorkspaceAdmin } from '../workspace-admin.ts';

const NO_LINK: Reply = {
  text: 'I found no link in that message. Nothing was done. You can give one with `/newsdesk announce https://…`.',
};

type OnMessage = { shortcut: MessageShortcut; client: webApi.WebClient };

/** Shortcuts of the workspace: on a message, and from anywhere. */
export function registerShortcuts(app: App, ctx: Context): void {
  for (const [callbackId, run] of [
    [SHORTCUTS.newsletter, sendToNewsletter],
    [SHORTCUTS.announce, announce],
  ] as const) {
    app.shortcut<MessageShortcut>(callbackId, async ({ ack, shortcut, client, respond }) => {
      await ack();
      const reply = await allow(ctx, client, shortcut.user.id)
        .then(() => run(ctx, { shortcut, client }))
        .catch((error: unknown) => failureReply(ctx, error));
      if (reply) await respond({ response_type: 'ephemeral', replace_original: false, ...reply });
    });
  }
  registerGlobal(app, ctx);
  registerUndo(app, ctx);
}

/** Shortcuts from anywhere: their callback ids, the title of the window that refuses, and what they open. */
const GLOBAL = [
  [SHORTCUTS.createDigest, 'Create digest', openCreateDigest],
  [
    SHORTCUTS.addFeed,
    'Add a feed',
    (ctx: Context, asked: Asked) => openAddFeedModal(ctx, { ...asked, channelId: null }, null),
  ],
] as const;

function registerGlobal(app: App, ctx: Context): void {
  for (const [callbackId, title, open] of GLOBAL) {
    app.shortcut<GlobalShortcut>(callbackId, async ({ ack, shortcut, client }) => {
      await ack();
      const screen = createScreen(client);
      const asked = { userId: shortcut.user.id, triggerId: shortcut.trigger_id, screen };
      // Without a channel a refusal has no place but a window.
      const refusal = await allow(ctx, client, asked.userId).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      if (refusal) await screen.open(asked.triggerId, await failureView(ctx, title, refusal.error));
      else await open(ctx, asked);
    });
  }
}

function registerUndo(app: App, ctx: Context): void {
  for (const [pattern, undo] of [
    [new RegExp(`^${UNDO_NEWSLETTER_ACTION.replace('.', '\\.')}(?::|$)`), undoNewsletter],
    [new RegExp(`^${UNDO_ANNOUNCE_ACTION.replace('.', '\\.')}$`), undoAnnouncement],
  ] as const) {
    app.action<BlockAction<ButtonAction>>(pattern, async ({ ack, action, body, client, respond }) => {
      await ack();
      const text = await allow(ctx, client, body.user.id)
        .then(() => undo(ctx, action.value ?? '', `slack:${body.user.id}`))
        .catch(async (error: unknown) => (await failureReply(ctx, error)).text);
      await respond({ replace_original: true, text, blocks: [paragraph(text)] });
    });
  }
}

async function allow(ctx: Context, client: webApi.WebClient, userId: string): Promise<void> {
  await requireRole(ctx, { slackUserId: userId, act: 'edit', isAdmin: () => isWorkspaceAdmin(client, userId) });
}

/** One link goes in at once; of several a modal asks which. */
async function sendToNewsletter(ctx: Context, { shortcut, client }: OnMessage): Promise<Reply | null> {
  const links = linksOfMessage(shortcut);
  if (links.length === 0) return NO_LINK;
  if (links.length === 1) return putInReply(ctx, links, `slack:${shortcut.user.id}`);
  await createScreen(client).open(shortcut.trigger_id, newsletterView(links, shortcut.channel.id));
  return null;
}

async function announce(ctx: Context, { shortcut, client }: OnMessage): Promise<Reply | null> {
  const links = linksOfMessage(shortcut);
  if (links.length === 0) return NO_LINK;
  const screen = createScreen(client);
  const channelId = shortcut.channel.id;
  const [only] = links;
  const known = links.length === 1 && only ? await findLinkedArticle(ctx, only) : null;
  const asked = { screen, triggerId: shortcut.trigger_id, userId: shortcut.user.id, channelId };
  // What is in the newsroom is chosen by the full form; a page still to be read is asked about first.
  if (known) await openAnnounceModal(ctx, asked, known.publicId);
  else await screen.open(shortcut.trigger_id, announceLinkView(links, channelId));
  return null;
}

/** Links of the message's text and, for messages that apps wrote, of the mrkdwn in their blocks. */
function linksOfMessage({ message }: MessageShortcut): string[] {
  return linksOfText([message.text ?? '', ...textsOf(message.blocks)].join('\n'));
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    if (typeof part !== 'string') return textsOf(part);
    return key === 'text' || (key === 'url' && 'type' in value && value.type === 'link') ? [part] : [];
  });
}

async function undoNewsletter(ctx: Context, undo: string, by: string): Promise<string> {
  const isOut = await takeOutOfNewsletter(ctx, undo, by);
  return isOut
    ? 'Taken out of the next newsletter again.'
    : 'It was not in the next newsletter any more. Nothing was done.';
}

async function undoAnnouncement(ctx: Context, value: string, by: string): Promise<string> {
  const [publicId = '', announcedAt = ''] = value.split(' ');
  const outcome = await undoAnnounce(ctx, { publicId, announcedAt, by });
  const said = {
    undone: 'Taken back: the announcement goes away.',
    late: 'That was more than ten minutes ago. Hide the announcement from its own menu instead.',
    busy: 'Slack is taking that announcement right now. Hide it from its own menu in a moment.',
    changed: 'Nothing of it is left to take back.',
  };
  return said[outcome];
}
