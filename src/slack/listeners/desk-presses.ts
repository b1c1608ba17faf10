import { ROLES } from '../../db/desk/staff.ts';
import { AppError } from '../../domain/errors.ts';
import { editRoute, knownRoute } from '../../services/announcements/change-route.ts';
import type { Context } from '../../services/context.ts';
import { giveRole, takeRole } from '../../services/desk/change-staff.ts';
import { editTopic, raiseTopic } from '../../services/desk/change-topic.ts';
import { requireRole } from '../../services/desk/staff-role.ts';
import { lastActAt, undoAct, undoOf } from '../../services/desk/undo-act.ts';
import { message, paragraph } from '../blocks/block.ts';
import { MOVE_ROUTE_ACTION, RESUME_ROUTE_ACTION } from '../blocks/desk-notes.ts';
import { ROUTE_ACTIONS, routeChangeReply } from '../blocks/routes.ts';
import { UNDO_ACT_ACTION, UNDO_OWN_ACT_ACTION } from '../blocks/undo.ts';
import { changeRouteState, channelsReply, ROUTE_PAST } from '../commands/channels.ts';
import { actWords, lastActWords } from '../commands/log.ts';
import { SETTINGS_ACTION } from '../commands/settings.ts';
import { STAFF_ACTION, staffChangeReply, staffReply } from '../commands/staff.ts';
import { TOPIC_ACTION, topicChangeReply, topicsReply } from '../commands/topics.ts';
import { escapeMrkdwn } from '../mrkdwn.ts';
import type { Reply } from '../replies/reply.ts';
import { openRouteModal } from '../views/route-modal.ts';
import { openSettingsModal } from '../views/settings-modal.ts';
import type { Press, Pressed } from './press.ts';

/** Buttons and menus of channels, topics, staff, settings and the log. */
export const DESK_PRESSES: Record<string, Press> = {
  [ROUTE_ACTIONS.edit]: { act: 'edit', run: pressRouteEdit },
  [ROUTE_ACTIONS.add]: { act: 'edit', run: pressRouteAdd },
  [ROUTE_ACTIONS.pause]: { act: 'edit', run: (ctx, pressed) => pressRoute(ctx, pressed, 'pause') },
  [ROUTE_ACTIONS.resume]: { act: 'edit', run: (ctx, pressed) => pressRoute(ctx, pressed, 'resume') },
  [ROUTE_ACTIONS.remove]: { act: 'edit', run: (ctx, pressed) => pressRoute(ctx, pressed, 'remove') },
  [ROUTE_ACTIONS.page]: { act: 'read', run: (ctx, { subject }) => channelsReply(ctx, Number(subject) || 0) },
  [RESUME_ROUTE_ACTION]: { act: 'edit', run: pressTryAgain },
  [MOVE_ROUTE_ACTION]: { act: 'edit', run: pressMove },
  [STAFF_ACTION]: { act: 'own', run: pressStaff },
  [TOPIC_ACTION]: { act: 'edit', run: pressTopic },
  [SETTINGS_ACTION]: { act: 'own', run: pressSettings },
  [UNDO_ACT_ACTION]: { act: 'edit', run: pressUndo },
  [UNDO_OWN_ACT_ACTION]: { act: 'own', run: pressUndo },
};

async function pressRouteEdit(ctx: Context, pressed: Pressed): Promise<null> {
  const [publicId = ''] = pressed.subject.split(' ');
  await openRouteModal(ctx, pressed, publicId);
  return null;
}

async function pressRouteAdd(ctx: Context, pressed: Pressed): Promise<null> {
  await openRouteModal(ctx, pressed, null);
  return null;
}

async function pressRoute(ctx: Context, pressed: Pressed, act: 'pause' | 'resume' | 'remove'): Promise<Reply> {
  const [publicId = '', after = '0'] = pressed.subject.split(' ');
  const change = await changeRouteState(ctx, { publicId, act, userId: pressed.userId });
  const { text, blocks } = routeChangeReply(ROUTE_PAST[act], change);
  return { ...(await channelsReply(ctx, Number(after) || 0, blocks)), text };
}

async function pressTryAgain(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const route = await knownRoute(ctx, subject);
  const by = `slack:${userId}`;
  const settings = { state: 'active' as const };
  return routeChangeReply('resumed', await editRoute(ctx, { publicId: route.publicId, settings, act: 'resumed', by }));
}

/** Another channel was picked for a route that Slack refused: it goes on there, with what waited. */
async function pressMove(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const [publicId = '', channelId = ''] = subject.split(' ');
  if (!/^[CG][A-Z0-9]+$/.test(channelId)) throw new AppError('invalid', 'Pick a channel. Nothing was changed.');
  const settings = { channelId, state: 'active' as const };
  return routeChangeReply('resumed', await editRoute(ctx, { publicId, settings, act: 'moved', by: `slack:${userId}` }));
}

async function pressStaff(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const [slackUserId = '', to = ''] = subject.split(' ');
  const by = `slack:${userId}`;
  const role = ROLES.find((known) => known === to);
  if (!role && to !== 'remove') throw oldMenu();
  const change = role ? await giveRole(ctx, { slackUserId, role, by }) : await takeRole(ctx, { slackUserId, by });
  const { text, blocks = [paragraph(text)] } = staffChangeReply(change);
  return { ...(await staffReply(ctx, blocks)), text };
}

const TOPIC_CHANGES = {
  hide: { change: { visibility: 'invite_only' }, act: 'hidden', words: 'is for invited readers only now.' },
  show: { change: { visibility: 'public' }, act: 'shown', words: 'is open to every reader now.' },
  remove: { change: { state: 'removed' }, act: 'removed', words: 'is offered no more.' },
} as const;

function isTopicChange(act: string): act is keyof typeof TOPIC_CHANGES {
  return act in TOPIC_CHANGES;
}

/** A choice that this version does not offer changes nothing. */
function oldMenu(): AppError {
  return new AppError('conflict', 'That menu is from another version. Nothing was changed. Open the list again.');
}

async function pressTopic(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const [publicId = '', act = ''] = subject.split(' ');
  const by = `slack:${userId}`;
  if (act === 'up') {
    await raiseTopic(ctx, { publicId, by });
    return topicsReply(ctx);
  }
  if (!isTopicChange(act)) throw oldMenu();
  const { change, act: past, words } = TOPIC_CHANGES[act];
  const { text, blocks = [paragraph(text)] } = topicChangeReply(
    await editTopic(ctx, { publicId, change, act: past, by }),
    words,
  );
  return { ...(await topicsReply(ctx, blocks)), text };
}

async function pressSettings(ctx: Context, pressed: Pressed): Promise<null> {
  await openSettingsModal(ctx, pressed, pressed.subject);
  return null;
}

/** Who may do an act may take it back; the role is checked for the act that is undone. Whoever comes late is told who came first. */
async function pressUndo(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const [about = '', at = ''] = subject.split(' ');
  const entry = await lastActAt(ctx, { subject: about, at });
  if (!entry) return message(`${CHANGED_SINCE}${await lastActWords(ctx, about)}`);
  const act = undoOf(entry)?.act ?? 'own';
  await requireRole(ctx, { slackUserId: userId, act, isAdmin: async () => false });
  const refusal = await refusalOf(undoAct(ctx, entry, `slack:${userId}`));
  if (refusal !== null) return message(`${refusal}${await lastActWords(ctx, about)}`);
  return message(`Undone by <@${userId}>: ${actWords(entry)}.`);
}

const CHANGED_SINCE = 'That was changed again or undone since. Nothing was done now.';

/** Why an undo came to nothing, be it that somebody was faster in this very moment; null where it was done. */
async function refusalOf(undo: Promise<boolean>): Promise<string | null> {
  try {
    return (await undo) ? null : CHANGED_SINCE;
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
    return escapeMrkdwn(error.message);
  }
}
