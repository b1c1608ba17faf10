import { listSchedules } from '../../db/mailings/schedules.ts';
import { AppError } from '../../domain/errors.ts';
import { SCHEDULE_FREQUENCIES } from '../../domain/schedule.ts';
import type { ScheduleAct } from '../../services/mailings/undo-schedule.ts';
import { scheduleActReply, schedulesReply } from '../replies/schedules-reply.ts';
import { openScheduleModal } from '../views/schedule-modal.ts';
import type { Command } from './command.ts';

const ACTS: readonly ScheduleAct[] = ['pause', 'resume', 'skip', 'remove'];

/** Schedules: the list, the form of one, or an act on one. */
export const digestScheduleCommand: Command = {
  name: 'digest schedule',
  wish: 'have newsletters made every day, week or month; pause, skip or remove that',
  usage: '[daily | weekly | monthly] [pause | resume | skip | remove]',
  act: 'edit',
  async run(ctx, input) {
    const words = input.words.map((word) => word.toLowerCase());
    const frequency = SCHEDULE_FREQUENCIES.find((each) => words.includes(each));
    const act = ACTS.find((each) => words.includes(each));
    const schedules = await listSchedules(ctx.db);
    if (!frequency && !act && schedules.length > 0) return schedulesReply(ctx);
    const [only] = schedules.length === 1 ? schedules : [];
    const schedule = frequency ? schedules.find((each) => each.frequency === frequency) : only;
    if (act) {
      if (schedule) return scheduleActReply(ctx, { publicId: schedule.publicId, act, userId: input.userId });
      const message = `Name one that there is, as in \`/newsdesk digest schedule weekly ${act}\`. Nothing was done.`;
      throw new AppError('invalid', message);
    }
    const of = frequency && schedule ? { publicId: schedule.publicId } : { frequency: frequency ?? 'weekly' };
    await openScheduleModal(ctx, input, of);
    return null;
  },
};
