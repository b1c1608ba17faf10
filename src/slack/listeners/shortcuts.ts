import type { App, GlobalShortcut, MessageShortcut, webApi } from '@slack/bolt';
import { findLinkedArticle, linksOfText } from '../../services/articles/articles-of-links.ts';
import type { Context } from '../../services/context.ts';
import { requireRole } from '../../services/desk/staff-role.ts';
import { failureReply } from '../replies/failure-reply.ts';
import type { Reply } from '../replies/reply.ts';
import { SHORTCUTS } from '../shortcut-names.ts';
import { announceLinkView } from '../views/announce-link-modal.ts';
import { openAnnounceModal } from '../views/announce-modal.ts';
import { openDigestModal } from '../views/digest-modal.ts';
import { openAddFeedModal } from '../views/feed-address-modal.ts';
import { failureView } from '../views/modal.ts';
import { newsletterView, putInReply } from '../views/newsletter-modal.ts';
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
}

/** Shortcuts from anywhere: their callback ids, the title of the window that refuses, and what they open. */
const GLOBAL = [
  [SHORTCUTS.createDigest, 'Create digest', openDigestModal],
  [SHORTCUTS.addFeed, 'Add a feed', openAddFeedModal],
] as const;

function registerGlobal(app: App, ctx: Context): void {
  for (const [callbackId, title, open] of GLOBAL) {
    app.shortcut<GlobalShortcut>(callbackId, async ({ ack, shortcut, client }) => {
      await ack();
      const screen = createScreen(client);
      const asked = { userId: shortcut.user.id, channelId: null, triggerId: shortcut.trigger_id, screen };
      // Without a channel a refusal has no place but a window.
      const refusal = await allow(ctx, client, asked.userId).then(
        () => null,
        (error: unknown) => ({ error }),
      );
      if (refusal) await screen.open(asked.triggerId, await failureView(ctx, title, refusal.error));
      else await open(ctx, asked, null);
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
