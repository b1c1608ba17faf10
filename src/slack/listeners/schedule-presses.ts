import { SCHEDULE_FREQUENCIES } from '../../domain/schedule.ts';
import type { Context } from '../../services/context.ts';
import { type ScheduleAct, undoSchedule } from '../../services/mailings/undo-schedule.ts';
import { paragraph } from '../blocks/block.ts';
import { SCHEDULE_ACTIONS } from '../blocks/schedule.ts';
import { lastActWords } from '../commands/log.ts';
import type { Reply } from '../replies/reply.ts';
import { scheduleActReply, schedulesReply } from '../replies/schedules-reply.ts';
import { openScheduleModal } from '../views/schedule-modal.ts';
import type { Press, Pressed } from './press.ts';

/** The value of a button: the schedule, and for Skip the date that it names. */
const doing = (act: ScheduleAct): Press => ({
  act: 'edit',
  run(ctx, { subject, userId }) {
    const [publicId = '', seen = null] = subject.split(' ');
    return scheduleActReply(ctx, { publicId, act, userId, seen });
  },
});

/** Buttons of the list of schedules. */
export const SCHEDULE_PRESSES: Record<string, Press> = {
  [SCHEDULE_ACTIONS.add]: { act: 'edit', run: pressAdd },
  [SCHEDULE_ACTIONS.edit]: { act: 'edit', run: pressEdit },
  [SCHEDULE_ACTIONS.pause]: doing('pause'),
  [SCHEDULE_ACTIONS.resume]: doing('resume'),
  [SCHEDULE_ACTIONS.skip]: doing('skip'),
  [SCHEDULE_ACTIONS.remove]: doing('remove'),
  [SCHEDULE_ACTIONS.undo]: { act: 'edit', run: pressUndo },
};

async function pressAdd(ctx: Context, pressed: Pressed): Promise<null> {
  const frequency = SCHEDULE_FREQUENCIES.find((each) => each === pressed.subject) ?? 'weekly';
  await openScheduleModal(ctx, pressed, { frequency });
  return null;
}

async function pressEdit(ctx: Context, pressed: Pressed): Promise<null> {
  await openScheduleModal(ctx, pressed, { publicId: pressed.subject });
  return null;
}

async function pressUndo(ctx: Context, { subject, userId }: Pressed): Promise<Reply> {
  const [publicId = '', ...undo] = subject.split(' ');
  const isUndone = await undoSchedule(ctx, { publicId, undo: undo.join(' '), by: `slack:${userId}` });
  const text = isUndone
    ? `Undone by <@${userId}>.`
    : `It was changed since. Nothing was undone.${await lastActWords(ctx, `schedule:${publicId}`)}`;
  return { ...(await schedulesReply(ctx, [paragraph(text)])), text };
}
