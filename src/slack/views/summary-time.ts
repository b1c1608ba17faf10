import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { WEEKDAYS } from '../blocks/routes.ts';
import { type FormValues, textOf } from './form-values.ts';
import { choiceInput, textInput } from './inputs.ts';

/** When a Channel summary comes: local time, and the day of a weekly one. */
export function summaryInputs(ctx: Context, now: { atTime: string; weekday: number }) {
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
  ];
}

/** Local time of a summary, "09:00" where none is given. Throws AppError('invalid') naming `time`. */
export function timeOf(values: FormValues): string {
  const typed = /^(\d{1,2})[:.：](\d{2})$/.exec(textOf(values, 'time') || '09:00');
  const [hour, minute] = [Number(typed?.[1]), Number(typed?.[2])];
  if (typed && hour < 24 && minute < 60) return `${String(hour).padStart(2, '0')}:${typed[2]}`;
  throw new AppError('invalid', 'That is no time.', { fields: { time: 'Write a time such as 09:00.' } });
}
