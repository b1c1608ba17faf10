import type { Context } from '../../services/context.ts';
import { WEEKDAY_CHOICES } from './choices.ts';
import { type FormValues, numberBetween, textOf, timeOf } from './form-values.ts';
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
      choices: WEEKDAY_CHOICES,
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
  return {
    atTime: textOf(values, 'time') === '' ? '09:00' : timeOf(values, 'time'),
    weekday: Math.min(7, Math.max(1, Number(textOf(values, 'weekday')) || 1)),
    minimumCount: textOf(values, 'least') === '' ? 1 : numberBetween(values, 'least', 1, MOST_LEAST),
  };
}
