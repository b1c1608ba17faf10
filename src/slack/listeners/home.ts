import type { App, BlockAction, ButtonAction, webApi } from '@slack/bolt';
import { decideAnnouncement, knownApproval } from '../../services/announcements/decide-announcement.ts';
import { putInNewsletter, takeOutOfNewsletter } from '../../services/articles/articles-of-links.ts';
import type { Context } from '../../services/context.ts';
import { type Act, requireRole } from '../../services/desk/staff-role.ts';
import { checkFeed } from '../../services/feeds/change-feed.ts';
import { stopMailing } from '../../services/mailings/approve-mailing.ts';
import { previewLink } from '../../services/mailings/preview-mailing.ts';
import { checkingText } from '../blocks/feed-list.ts';
import { mentionOf } from '../blocks/person.ts';
import { putInText } from '../blocks/put-in.ts';
import { helpReply } from '../commands/help.ts';
import { COMMANDS } from '../commands/index.ts';
import { lastActWords, logLines } from '../commands/log.ts';
import { HOME_ACTIONS } from '../home/actions.ts';
import { publishHome } from '../home/publish.ts';
import { plain } from '../mrkdwn.ts';
import { failureReply } from '../replies/failure-reply.ts';
import { openAnnounceModal } from '../views/announce-modal.ts';
import { openDigestModal } from '../views/digest-modal.ts';
import { openAddFeedModal } from '../views/feed-address-modal.ts';
import { type Asked, FROM_HOME, messageView, openModal } from '../views/modal.ts';
import { rejectView } from '../views/reject-modal.ts';
import { createScreen } from '../views/screen.ts';
import { openSendModal } from '../views/send-modal.ts';
import { openSettingsChoice } from '../views/settings-choice-modal.ts';
import { isWorkspaceAdmin } from '../workspace-admin.ts';

type HomePress = Asked & { subject: string };

/** What a button of the Home tab does. Its answer stands on the tab; null: a modal answers, the tab stays. */
type HomeAct = { act: Act; run(ctx: Context, press: HomePress): Promise<string | null> };

/** Every button of the Home tab by its action id. */
export const HOME_ACTS: Readonly<Record<string, HomeAct>> = {
  [HOME_ACTIONS.approve]: { act: 'approve', run: approve },
  [HOME_ACTIONS.reject]: { act: 'approve', run: reject },
  [HOME_ACTIONS.announce]: { act: 'edit', run: announce },
  [HOME_ACTIONS.mail]: { act: 'edit', run: mail },
  [HOME_ACTIONS.unmail]: { act: 'edit', run: unmail },
  [HOME_ACTIONS.check]: { act: 'edit', run: check },
  [HOME_ACTIONS.undoMailing]: { act: 'edit', run: undo },
  [HOME_ACTIONS.page]: { act: 'read', run: async () => '' },
  [HOME_ACTIONS.addFeed]: { act: 'edit', run: addFeed },
  [HOME_ACTIONS.digest]: { act: 'edit', run: (ctx, press) => editDigest(ctx, press, null) },
  [HOME_ACTIONS.editDigest]: { act: 'edit', run: (ctx, press) => editDigest(ctx, press, press.subject) },
  [HOME_ACTIONS.previewDigest]: { act: 'read', run: async (ctx, { subject }) => previewText(ctx, subject) },
  [HOME_ACTIONS.sendDigest]: { act: 'approve', run: sendDigest },
  [HOME_ACTIONS.settings]: { act: 'own', run: (_, press) => openSettingsChoice(press) },
  [HOME_ACTIONS.help]: { act: 'read', run: openHelp },
  [HOME_ACTIONS.log]: { act: 'read', run: openLog },
};

/** The App Home: drawn when somebody opens it, and anew after what they do there. */
export function registerHome(app: App, ctx: Context): void {
  app.event('app_home_opened', async ({ event, client }) => {
    if (event.tab === 'home') await publishHome(ctx, client, { userId: event.user });
  });
  app.action<BlockAction<ButtonAction>>(/^home\./, async ({ ack, action, body, client }) => {
    await ack();
    await pressed(ctx, client, { action, body });
  });
}

type Press = { action: ButtonAction; body: BlockAction };

async function pressed(ctx: Context, client: webApi.WebClient, { action, body }: Press): Promise<void> {
  const name = action.action_id.split(':')[0] ?? '';
  const known = HOME_ACTS[name];
  if (!known) return;
  const userId = body.user.id;
  const subject = action.value ?? '';
  const isAdmin = () => isWorkspaceAdmin(client, userId);
  const press = {
    subject,
    userId,
    channelId: FROM_HOME,
    triggerId: body.trigger_id,
    screen: createScreen(client),
  };
  const notice = await requireRole(ctx, { slackUserId: userId, act: known.act, isAdmin })
    .then(() => known.run(ctx, press))
    .catch(async (error: unknown) => (await failureReply(ctx, error)).text);
  if (notice === null) return;
  const isPage = name === HOME_ACTIONS.page;
  const feedsAfter = Number(isPage ? subject : body.view?.private_metadata) || 0;
  // Whoever pressed twice fast, or opened the tab meanwhile, has a newer version: it is not put back.
  await publishHome(ctx, client, { userId, feedsAfter, notice: notice || null, hash: body.view?.hash ?? null });
}

async function approve(ctx: Context, { subject, userId }: HomePress): Promise<string> {
  const { approval, isDecided } = await decideAnnouncement(ctx, {
    publicId: subject,
    decision: 'approve',
    by: `slack:${userId}`,
  });
  const title = `*${plain(approval.title, 150)}*`;
  if (isDecided) return `:white_check_mark: Approved: ${title} goes to <#${approval.channelId}> now.`;
  return `${mentionOf(approval.decidedBy) ?? 'Somebody'} settled ${title} before. Nothing more to do.`;
}

async function reject(ctx: Context, { subject, triggerId, screen }: HomePress): Promise<null> {
  await openModal(ctx, { screen, triggerId, title: 'Reject' }, async () =>
    rejectView(await knownApproval(ctx, subject), true),
  );
  return null;
}

async function announce(ctx: Context, press: HomePress): Promise<null> {
  await openAnnounceModal(ctx, press, press.subject);
  return null;
}

async function mail(ctx: Context, { subject, userId }: HomePress): Promise<string> {
  return putInText(await putInNewsletter(ctx, { publicId: subject, by: `slack:${userId}` }));
}

async function unmail(ctx: Context, { subject, userId }: HomePress): Promise<string> {
  const isOut = await takeOutOfNewsletter(ctx, subject, `slack:${userId}`);
  return isOut ? 'It is out of the next newsletter.' : 'It was not in the next newsletter. Nothing was done.';
}

async function addFeed(ctx: Context, press: HomePress): Promise<null> {
  await openAddFeedModal(ctx, press, null);
  return null;
}

async function editDigest(ctx: Context, press: HomePress, publicId: string | null): Promise<null> {
  await openDigestModal(ctx, press, publicId);
  return null;
}

function previewText(ctx: Context, publicId: string): string {
  return `<${previewLink(ctx, publicId)}|The newsletter as readers will see it>: the link works for an hour. Nothing was sent.`;
}

async function sendDigest(ctx: Context, press: HomePress): Promise<null> {
  await openSendModal(ctx, press, press.subject);
  return null;
}

async function check(ctx: Context, { subject, userId }: HomePress): Promise<string> {
  const feed = await checkFeed(ctx, { publicId: subject, by: `slack:${userId}` });
  return checkingText(feed.title);
}

async function undo(ctx: Context, { subject, userId }: HomePress): Promise<string> {
  const isUndone = await stopMailing(ctx, subject, `slack:${userId}`);
  if (isUndone) return 'Taken back. Nothing was sent.';
  return `Too late to undo: see \`/newsdesk digest status\`.${await lastActWords(ctx, `mailing:${subject}`)}`;
}

async function openHelp(ctx: Context, { screen, triggerId }: HomePress): Promise<null> {
  await openModal(ctx, { screen, triggerId, title: 'Help' }, async () =>
    messageView('Help', helpReply(COMMANDS).blocks ?? []),
  );
  return null;
}

async function openLog(ctx: Context, { screen, triggerId }: HomePress): Promise<null> {
  await openModal(ctx, { screen, triggerId, title: 'Activity log' }, async () =>
    messageView('Activity log', await logLines(ctx)),
  );
  return null;
}
