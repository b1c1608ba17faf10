import type { Schedule } from '../../db/mailings/schedules.ts';
import type { Context } from '../../services/context.ts';
import { plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { type Button, buttonRow } from './buttons.ts';
import { WEEKDAYS } from './weekdays.ts';

export const SCHEDULE_ACTIONS = {
  add: 'schedule.add',
  edit: 'schedule.edit',
  pause: 'schedule.pause',
  resume: 'schedule.resume',
  skip: 'schedule.skip',
  remove: 'schedule.remove',
  undo: 'schedule.undo',
} as const;

const EVERY = { daily: 'Every day', weekly: 'Every week', monthly: 'Every month' } as const;

/** A schedule in a line of mrkdwn. */
export function scheduleText({ config }: Pick<Context, 'config'>, schedule: Schedule): string {
  const { frequency, nextDate, plan, policy, state } = schedule;
  const day =
    frequency === 'weekly'
      ? ` on ${WEEKDAYS[plan.weekday - 1] ?? ''}`
      : frequency === 'monthly'
        ? ` on day ${plan.dayOfMonth}`
        : '';
  const zone = plan.clocks === 'readers' ? 'by each reader’s own clock' : plain(config.timeZone, 60);
  const policyText = policy === 'needs_approval' ? 'waits for approval' : 'leaves unless stopped';
  const least = plan.minimumCount > 1 ? `, from ${plan.minimumCount} articles on` : '';
  const next = state === 'paused' ? '*paused*' : `next on ${nextDate}`;
  return `*${EVERY[frequency]}*${day} at ${plan.time} (${zone}), shown ${plan.hoursAhead} h ahead, ${policyText}${least}; ${next}`;
}

/** Every schedule with its buttons; `toSkip` has the date that Skip is about, by the schedule's id. */
export function scheduleBlocks(
  ctx: Pick<Context, 'config'>,
  schedules: readonly Schedule[],
  toSkip: ReadonlyMap<number, string>,
): KnownBlock[] {
  return schedules.flatMap((schedule) => {
    const skipped = toSkip.get(schedule.id) ?? schedule.nextDate;
    const isShown = schedule.state === 'active' && skipped !== schedule.nextDate;
    const shown = isShown ? `. The one of ${skipped} is shown already: _Skip next_ skips that one` : '';
    return [paragraph(`${scheduleText(ctx, schedule)}${shown}`), buttonRow(scheduleButtons(schedule, skipped))];
  });
}

function scheduleButtons({ id, publicId, state }: Schedule, toSkip: string): Button[] {
  const button = (act: keyof typeof SCHEDULE_ACTIONS, label: string, value = publicId): Button => ({
    actionId: `${SCHEDULE_ACTIONS[act]}:${id}`,
    label,
    value,
  });
  return [
    button('edit', 'Edit…'),
    ...(state === 'active'
      ? [button('skip', 'Skip next', `${publicId} ${toSkip}`), button('pause', 'Pause')]
      : [button('resume', 'Resume')]),
    button('remove', 'Remove'),
  ];
}
