import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { WEEKDAYS } from '../blocks/routes.ts';
import { type FormValues, textOf } from './form-values.ts';
import { choiceInput, textInput } from './inputs.ts';

const MOST_LEAST = 20;
/** For posts and summaries alike. */
export const COMPACT = { text: 'Compact: headline, source and time only', value: 'compact' };

/** When a Channel summary comes: local time, the day of a weekly one, and how many articles it takes. */
export function summaryInputs(ctx: Context, now: { atTime: string; weekday: number; minimumCount: number }) {
  return [
    textInput({
      id: 'time',
      label: 'Time of the summary',
      hint: `As in 09:00, in ${ctx.config.timeZone}`,
      initial: now.atTime,
      max: 5,
      isOptional: true,
    }),
    choiceInput({
      id: 'weekday',
      label: 'Day of a weekly summary',
      choices: WEEKDAYS.map((text, index) => ({ text, value: String(index + 1) })),
      initial: String(now.weekday),
      isMenu: true,
      isOptional: true,
    }),
    textInput({
      id: 'least',
      label: 'Fewest articles of a summary',
      hint: `1 to ${MOST_LEAST}. With fewer it does not come, and they wait for the next one.`,
      initial: String(now.minimumCount),
      max: 2,
      isOptional: true,
    }),
  ];
}

/** How the form wants its summaries; 09:00 on Monday from one article on where it does not say. Throws AppError('invalid') naming fields. */
export function summaryOf(values: FormValues): { atTime: string; weekday: number; minimumCount: number } {
  const least = textOf(values, 'least') || '1';
  const minimumCount = /^\d+$/.test(least) ? Number(least) : 0;
  if (minimumCount < 1 || minimumCount > MOST_LEAST) {
    const message = `Give a number from 1 to ${MOST_LEAST}.`;
    throw new AppError('invalid', message, { fields: { least: message } });
  }
  const weekday = Math.min(7, Math.max(1, Number(textOf(values, 'weekday')) || 1));
  return { atTime: timeOf(values), weekday, minimumCount };
}

function timeOf(values: FormValues): string {
  const typed = /^(\d{1,2})[:.：](\d{2})$/.exec(textOf(values, 'time') || '09:00');
  const [hour, minute] = [Number(typed?.[1]), Number(typed?.[2])];
  if (typed && hour < 24 && minute < 60) return `${String(hour).padStart(2, '0')}:${typed[2]}`;
  throw new AppError('invalid', 'That is no time.', { fields: { time: 'Write a time such as 09:00.' } });
}
