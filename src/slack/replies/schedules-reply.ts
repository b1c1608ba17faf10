import { findMailing, listWaitingOfSchedule } from '../../db/mailings/mailings.ts';
import { findSchedule, listSchedules } from '../../db/mailings/schedules.ts';
import { SCHEDULE_FREQUENCIES } from '../../domain/schedule.ts';
import type { Context } from '../../services/context.ts';
import { dateToSkip } from '../../services/mailings/schedule-change.ts';
import { actOnSchedule, type ScheduleAct } from '../../services/mailings/undo-schedule.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { SCHEDULE_ACTIONS, scheduleBlocks } from '../blocks/schedule.ts';
import { refreshDraftNote } from './mailing-reply.ts';
import type { Reply } from './reply.ts';

/** Every schedule with its buttons; `above` stands on top. */
export async function schedulesReply(ctx: Context, above: KnownBlock[] = []): Promise<Reply> {
  const schedules = await listSchedules(ctx.db);
  const free = SCHEDULE_FREQUENCIES.filter((each) => !schedules.some(({ frequency }) => frequency === each));
  const text =
    schedules.length === 0 ? 'No schedule: newsletters leave only when you send them.' : 'Newsletters by schedule:';
  const toSkip = new Map<number, string>();
  for (const schedule of schedules) toSkip.set(schedule.id, await dateToSkip(ctx, schedule));
  const add = { actionId: SCHEDULE_ACTIONS.add, label: 'Add a schedule…', value: free[0] ?? 'daily' };
  const foot = free.length > 0 ? [buttonRow([add])] : [];
  return { text, blocks: [...above, paragraph(text), ...scheduleBlocks(ctx, schedules, toSkip), ...foot] };
}

const SAID = { pause: 'paused', resume: 'running again', remove: 'removed' } as const;

/** Does an act on a schedule and shows the schedules as they are then, with Undo. */
export async function scheduleActReply(
  ctx: Context,
  input: { publicId: string; act: ScheduleAct; userId: string; seen?: string | null },
): Promise<Reply> {
  const { act, publicId, seen = null, userId } = input;
  const found = await findSchedule(ctx.db, publicId);
  const waiting = found ? await listWaitingOfSchedule(ctx.db, found.id) : [];
  const { date, isDone, schedule, undo } = await actOnSchedule(ctx, { publicId, act, seen, by: `slack:${userId}` });
  // What was stopped with it loses its buttons in the review channel.
  for (const { publicId: id, state } of isDone ? waiting : []) {
    const mailing = await findMailing(ctx.db, id);
    if (mailing && mailing.state !== state) await refreshDraftNote(ctx, mailing);
  }
  const said = !isDone
    ? 'That was done before. Nothing was changed.'
    : act === 'skip'
      ? `The ${schedule.frequency} newsletter of ${date ?? ''} is skipped; its articles come with the one after.`
      : `The ${schedule.frequency} schedule is ${SAID[act]}. A draft that nobody approved is stopped with it.`;
  const words = act === 'resume' && isDone ? `The ${schedule.frequency} schedule is ${SAID.resume}.` : said;
  const row = undo
    ? [buttonRow([{ actionId: SCHEDULE_ACTIONS.undo, label: 'Undo', value: `${publicId} ${undo}` }])]
    : [];
  return { ...(await schedulesReply(ctx, [paragraph(words), ...row])), text: words };
}
