import * as z from 'zod';
import { RouteSettingsShape } from '../../db/announcements/route-settings.ts';
import { TopicSettingsShape } from '../../db/articles/topics.ts';
import { type AuditRow, findLastAct } from '../../db/desk/audit.ts';
import { ROLES } from '../../db/desk/staff.ts';
import { EVERY_FEED } from '../../db/feeds/every-feed.ts';
import { editRoute } from '../announcements/change-route.ts';
import type { Context } from '../context.ts';
import { undoEveryFeed } from '../feeds/change-every-feed.ts';
import { undoFeedChange } from '../feeds/change-feed.ts';
import { restoreSettings } from './change-settings.ts';
import { giveRole, takeRole } from './change-staff.ts';
import { editTopic } from './change-topic.ts';
import type { Act } from './staff-role.ts';

type Undo = (ctx: Context, entry: AuditRow, by: string) => Promise<boolean>;

const StandingShape = z.object({ role: z.enum(ROLES), state: z.enum(['active', 'deactivated']) });
const idOf = (entry: AuditRow) => entry.subject.slice(entry.subject.indexOf(':') + 1);

/** How the acts on each kind of subject are taken back, and who may. */
const UNDOS: Record<string, { act: Act; acts: RegExp; run: Undo }> = {
  route: {
    act: 'edit',
    acts: /^route\.(added|edited|moved|paused|resumed|removed)$/,
    async run(ctx, entry, by) {
      const { before, revision } = z.object({ before: RouteSettingsShape, revision: z.number() }).parse(entry.detail);
      return isChanged(editRoute(ctx, { publicId: idOf(entry), settings: before, act: 'undone', by, revision }));
    },
  },
  topic: {
    act: 'edit',
    acts: /^topic\.(added|renamed|shown|hidden|removed|restored)$/,
    async run(ctx, entry, by) {
      const { before } = z.object({ before: TopicSettingsShape.partial() }).parse(entry.detail);
      const { name, visibility, state } = before;
      const change = { ...(name && { name }), ...(visibility && { visibility }), ...(state && { state }) };
      return isChanged(editTopic(ctx, { publicId: idOf(entry), change, act: 'undone', by }));
    },
  },
  staff: {
    act: 'own',
    acts: /^staff\.(role_given|removed)$/,
    async run(ctx, entry, by) {
      const { before } = z.object({ before: StandingShape }).parse(entry.detail);
      const undo = { slackUserId: idOf(entry), by, isUndo: true };
      return isChanged(before.state === 'active' ? giveRole(ctx, { ...undo, role: before.role }) : takeRole(ctx, undo));
    },
  },
  settings: { act: 'own', acts: /^settings\.changed$/, run: restoreSettings },
  feed: {
    act: 'edit',
    acts: /^feed\.(all_)?(paused|resumed|removed)$/,
    async run(ctx, entry, by) {
      if (entry.subject === EVERY_FEED) return undoEveryFeed(ctx, entry, by);
      return (await undoFeedChange(ctx, { publicId: idOf(entry), changedAt: entry.at, by })).isUndone;
    },
  },
};

async function isChanged(work: Promise<{ changedAt: string | null }>): Promise<boolean> {
  return (await work).changedAt !== null;
}

/** Whether acts of this kind can be taken back, as long as nothing happened to their subject since. */
export function undoOf(entry: Pick<AuditRow, 'act' | 'subject'>): { act: Act } | null {
  const undo = UNDOS[entry.subject.slice(0, entry.subject.indexOf(':'))];
  return undo?.acts.test(entry.act) ? { act: undo.act } : null;
}

/** The act on a subject at a time; null where something happened to the subject since, or it cannot be taken back. */
export async function lastActAt(ctx: Context, input: { subject: string; at: string }): Promise<AuditRow | null> {
  const entry = await findLastAct(ctx.db, input.subject);
  return entry?.at === input.at && undoOf(entry) ? entry : null;
}

/** Takes back the last act on a subject. Throws what the act's own change throws. */
export async function undoAct(ctx: Context, entry: AuditRow, by: string): Promise<boolean> {
  const undo = UNDOS[entry.subject.slice(0, entry.subject.indexOf(':'))];
  return undo?.acts.test(entry.act) ? undo.run(ctx, entry, by) : false;
}
