import * as z from 'zod';
import { AppError, wrongField } from '../../domain/errors.ts';

/** What stands in a form, by block id: text, an option's value, an id or an ISO time; lists for several; null for nothing. */
export type FormValues = Readonly<Record<string, string | readonly string[] | null>>;

const option = z.object({ value: z.string() });
const ElementState = z
  .object({
    type: z.string(),
    value: z.string().nullish(),
    selected_option: option.nullish(),
    selected_options: z.array(option).nullish(),
    selected_conversation: z.string().nullish(),
    selected_conversations: z.array(z.string()).nullish(),
    selected_channel: z.string().nullish(),
    selected_user: z.string().nullish(),
    selected_users: z.array(z.string()).nullish(),
    selected_date: z.string().nullish(),
    selected_time: z.string().nullish(),
    selected_date_time: z.number().nullish(),
    rich_text_value: z.unknown(),
    files: z.array(z.object({ id: z.string() })).nullish(),
  })
  .partial();

/** `state.values` of a view (https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload). */
export type ViewState = Record<string, Record<string, unknown>>;

/** Reads a view's state; each block holds one element. What has another shape counts as empty. */
export function readValues(state: ViewState): FormValues {
  return Object.fromEntries(
    Object.entries(state).map(([blockId, elements]) => [blockId, stateValue(Object.values(elements)[0])]),
  );
}

function stateValue(element: unknown): string | string[] | null {
  const parsed = ElementState.safeParse(element);
  if (!parsed.success) return null;
  const state = parsed.data;
  if (state.selected_options) return state.selected_options.map(({ value }) => value);
  if (state.files) return state.files.map(({ id }) => id);
  if (typeof state.selected_date_time === 'number') return new Date(state.selected_date_time * 1000).toISOString();
  if (state.rich_text_value) return JSON.stringify(state.rich_text_value);
  return (
    state.value ??
    state.selected_option?.value ??
    state.selected_conversations ??
    state.selected_users ??
    state.selected_conversation ??
    state.selected_channel ??
    state.selected_user ??
    state.selected_date ??
    state.selected_time ??
    null
  );
}

/** The text of a field without the space around it; empty for nothing. */
export function textOf(values: FormValues, field: string): string {
  const value = values[field];
  return typeof value === 'string' ? value.trim() : '';
}

/** The list of a field; empty for nothing. */
export function listOf(values: FormValues, field: string): readonly string[] {
  const value = values[field];
  return typeof value === 'string' ? [value] : (value ?? []);
}

/** The text of a field; null for nothing. */
export function textOrNull(values: FormValues, field: string): string | null {
  return textOf(values, field) || null;
}

/** The words or phrases of a field, which commas, semicolons or lines part; once each. */
export function wordsOf(values: FormValues, field: string): string[] {
  const words = textOf(values, field).split(/[,，、;；\n]/);
  return [...new Set(words.map((word) => word.trim()).filter((word) => word !== ''))];
}

/** A whole number as people write it: 5000 or 5,000. Throws AppError('invalid') that names the field. */
export function numberOf(values: FormValues, field: string): number {
  const typed = textOf(values, field).replace(/[\s,’']/g, '');
  if (/^\d{1,9}$/.test(typed)) return Number(typed);
  throw wrongField(field, 'Give a whole number, as in 5000.');
}

/** A whole number within bounds. Throws AppError('invalid') that names the field. */
export function numberBetween(values: FormValues, field: string, from: number, to: number): number {
  const typed = textOf(values, field);
  if (/^\d{1,9}$/.test(typed) && Number(typed) >= from && Number(typed) <= to) return Number(typed);
  throw wrongField(field, `Give a number from ${from} to ${to}.`);
}

/** A time of day as 09:00; people also write 9:00 and 9.00. Throws AppError('invalid') that names the field. */
export function timeOf(values: FormValues, field: string): string {
  const typed = /^(\d{1,2})[:.：](\d{2})$/.exec(textOf(values, field));
  const [hour, minute] = [Number(typed?.[1]), Number(typed?.[2])];
  if (typed && hour < 24 && minute < 60) return `${String(hour).padStart(2, '0')}:${typed[2]}`;
  throw wrongField(field, 'Write a time such as 09:00.');
}

/** Runs `act`; an AppError that it throws names the form's blocks, found by `blockOf`, instead of a service's fields. */
export async function inFormWords<T>(blockOf: (field: string) => string, act: () => T | Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const fields = Object.entries(error.fields).map(([field, message]) => [blockOf(field), message]);
    throw new AppError(error.code, error.message, { fields: Object.fromEntries(fields), cause: error });
  }
}
