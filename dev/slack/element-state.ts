import type { Block } from '../emulators/slack-api.ts';
import { type Fields, isFields } from './block-kit/problems.ts';
import { type BlockElement, elementsOf, withBlockIds } from './blocks.ts';

/** What a field on the page holds: its text or chosen value, several of them, or nothing. */
export type Raw = string | string[] | null;

/** What every field holds, by block_id and action_id. A field that is missing holds what the app put there. */
export type RawState = Record<string, Record<string, Raw>>;

export type Option = { value: string; text: unknown; description?: unknown };

/** Finds an option that came through block_suggestion, and a file that was uploaded. */
export type Lookups = { option(value: string): Option | null; file(id: string): Fields | null };

/** Elements whose value stands in `state.values`; buttons and overflow menus hold none. */
const stateful = /input|select|picker|checkboxes|radio_buttons/;

/** `state.values` of a surface: https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload */
export function stateValues(blocks: readonly Block[], typed: RawState, lookups: Lookups): Fields {
  const values: Record<string, Fields> = {};
  for (const block of withBlockIds(blocks)) {
    for (const element of elementsOf(block)) {
      if (!stateful.test(element.type) || !element.action_id) continue;
      const raw = typed[String(block.block_id)]?.[element.action_id];
      const held = raw === undefined ? initialRaw(element) : raw;
      const blockId = String(block.block_id);
      const told = { type: element.type, ...choiceOf(element, held, lookups) };
      values[blockId] = { ...values[blockId], [element.action_id]: told };
    }
  }
  return values;
}

/** What the app filled a field with. */
export function initialRaw(element: BlockElement): Raw {
  const { initial_option: option, initial_options: options } = element;
  if (isFields(option)) return String(option.value);
  if (Array.isArray(options)) return options.map((one: Option) => one.value);
  for (const [name, value] of Object.entries(element)) {
    if (!name.startsWith('initial_')) continue;
    return Array.isArray(value) ? value.map(String) : String(value);
  }
  return null;
}

/** The field of a payload that tells an element's value. */
export function choiceOf(element: BlockElement, raw: Raw, lookups: Lookups): Fields {
  const one = Array.isArray(raw) ? (raw[0] ?? null) : raw === '' ? null : raw;
  const many = Array.isArray(raw) ? raw : raw === null || raw === '' ? [] : [raw];
  const { type } = element;
  const option = (value: string) => optionOf(element, value) ?? lookups.option(value);
  const kind = /^(multi_)?(users|conversations|channels)_select$/.exec(type);
  if (kind) {
    const name = (kind[2] ?? '').replace(/s$/, '');
    return kind[1] ? { [`selected_${name}s`]: many } : { [`selected_${name}`]: one };
  }
  if (type === 'checkboxes' || type.startsWith('multi_'))
    return { selected_options: many.map(option).filter((found) => found !== null) };
  if (/select$|^radio_buttons$|^overflow$/.test(type)) return { selected_option: one === null ? null : option(one) };
  if (type === 'datepicker') return { selected_date: one };
  if (type === 'timepicker') return { selected_time: one, timezone: zone };
  if (type === 'datetimepicker') return { selected_date_time: one === null ? null : Number(one) };
  if (type === 'file_input') return { files: many.map(lookups.file).filter((file) => file !== null) };
  if (type === 'rich_text_input') return { rich_text_value: one === null ? null : richText(one) };
  return { value: one };
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function optionOf(element: BlockElement, value: string): Option | null {
  const groups = (element.option_groups ?? []) as { options: Option[] }[];
  const initial = [element.initial_option, element.initial_options].flat() as Option[];
  const options = [...((element.options ?? []) as Option[]), ...groups.flatMap((group) => group.options), ...initial];
  return options.find((option) => option?.value === value) ?? null;
}

function richText(text: string): Fields {
  const line = { type: 'rich_text_section', elements: [{ type: 'text', text }] };
  return { type: 'rich_text', elements: [line] };
}

/** What Slack's own client refuses before an app hears of it, by block_id. */
export function clientErrors(blocks: readonly Block[], values: Fields): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of withBlockIds(blocks)) {
    const element = block.element as BlockElement | undefined;
    if (block.type !== 'input' || !element?.action_id) continue;
    const inBlock = values[String(block.block_id)];
    const held = isFields(inBlock) ? inBlock[element.action_id] : null;
    const problem = isFields(held) ? fieldProblem(element, held, block.optional === true) : null;
    if (problem) errors[String(block.block_id)] = problem;
  }
  return errors;
}

function fieldProblem(
  element: BlockElement,
  { type: _type, timezone: _zone, ...held }: Fields,
  isOptional: boolean,
): string | null {
  const [value] = Object.values(held);
  const isEmpty = value === null || value === undefined || (Array.isArray(value) && value.length === 0);
  if (isEmpty) return isOptional ? null : 'Please complete this required field.';
  const text = String(value);
  const { min_length: least, max_length: most } = element;
  if (typeof least === 'number' && text.length < least) return `This must be at least ${least} characters.`;
  if (typeof most === 'number' && text.length > most) return `This must be at most ${most} characters.`;
  if (element.type === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text)) return 'Please enter a valid email address.';
  if (element.type === 'url_text_input' && !URL.canParse(text)) return 'Please enter a valid URL.';
  return element.type === 'number_input' ? numberProblem(element, text) : null;
}

function numberProblem(element: BlockElement, text: string): string | null {
  const number = Number(text);
  if (!Number.isFinite(number)) return 'Please enter a number.';
  if (element.is_decimal_allowed === false && !Number.isInteger(number)) return 'Please enter a whole number.';
  if (element.min_value !== undefined && number < Number(element.min_value))
    return `Please enter a number of at least ${String(element.min_value)}.`;
  if (element.max_value !== undefined && number > Number(element.max_value))
    return `Please enter a number of at most ${String(element.max_value)}.`;
  return null;
}
