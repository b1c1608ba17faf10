import type { types } from '@slack/bolt';

/** One field of a form. Its block_id is the field's name; every element's action_id is the same word unless it says otherwise. */
export type Field = { id: string; label: string; hint?: string; isOptional?: boolean };
/** One choice; its value is at most 75 characters. */
export type Choice = { text: string; value: string };

type InputBlock = types.InputBlock;
type Element = InputBlock['element'];

const ACTION = 'value';
const TEXT_LIMIT = 3_000;
const OPTION_LIMIT = 75;
const MOST_OPTIONS = 100;

function plainText(text: string, max: number): types.PlainTextElement {
  return { type: 'plain_text', text: text.slice(0, max) || '…' };
}

function input({ id, label, hint, isOptional = false }: Field, element: Element): InputBlock {
  return {
    type: 'input',
    block_id: id,
    label: plainText(label, 2_000),
    ...(hint ? { hint: plainText(hint, 2_000) } : {}),
    optional: isOptional,
    element,
  };
}

/** A choice as Slack takes it, cut to the length it allows. */
export function option({ text, value }: Choice): types.PlainTextOption {
  return { text: plainText(text, OPTION_LIMIT), value: value.slice(0, OPTION_LIMIT) };
}

/** A line or, with `isLong`, several lines of text. What `initial` holds beyond `max` is cut, since Slack refuses the form. */
export function textInput(
  field: Field & { initial?: string | null; isLong?: boolean; max?: number; placeholder?: string },
): InputBlock {
  const max = Math.min(field.max ?? TEXT_LIMIT, TEXT_LIMIT);
  const initial = field.initial?.slice(0, max);
  return input(field, {
    type: 'plain_text_input',
    action_id: ACTION,
    multiline: field.isLong ?? false,
    max_length: max,
    ...(initial ? { initial_value: initial } : {}),
    ...(field.placeholder ? { placeholder: plainText(field.placeholder, 150) } : {}),
  });
}

/** A web address. */
export function addressInput(field: Field & { initial?: string | null; placeholder?: string }): InputBlock {
  const initial = field.initial?.slice(0, TEXT_LIMIT);
  return input(field, {
    type: 'url_text_input',
    action_id: ACTION,
    ...(initial ? { initial_value: initial } : {}),
    ...(field.placeholder ? { placeholder: plainText(field.placeholder, 150) } : {}),
  });
}

/** One of a few choices, all in sight, or with `isMenu` in a menu. */
export function choiceInput(
  field: Field & { choices: readonly Choice[]; initial?: string | null; isMenu?: boolean },
): InputBlock {
  const options = field.choices.slice(0, MOST_OPTIONS).map(option);
  const chosen = options.find(({ value }) => value === field.initial);
  const rest = { action_id: ACTION, options, ...(chosen ? { initial_option: chosen } : {}) };
  return input(field, field.isMenu ? { type: 'static_select', ...rest } : { type: 'radio_buttons', ...rest });
}

/** Any number of choices in a menu. */
export function choicesInput(field: Field & { choices: readonly Choice[]; initial?: readonly string[] }): InputBlock {
  const options = field.choices.slice(0, MOST_OPTIONS).map(option);
  const chosen = options.filter(({ value }) => field.initial?.includes(value ?? ''));
  return input(field, {
    type: 'multi_static_select',
    action_id: ACTION,
    options,
    ...(chosen.length > 0 ? { initial_options: chosen } : {}),
  });
}

/** Boxes to tick. */
export function ticksInput(field: Field & { choices: readonly Choice[]; initial?: readonly string[] }): InputBlock {
  const options = field.choices.slice(0, 10).map(option);
  const ticked = options.filter(({ value }) => field.initial?.includes(value ?? ''));
  return input(field, {
    type: 'checkboxes',
    action_id: ACTION,
    options,
    ...(ticked.length > 0 ? { initial_options: ticked } : {}),
  });
}

/** One choice that we are asked for while somebody types; `actionId` names it in SUGGESTIONS. */
export function suggestedInput(
  field: Field & { actionId: string; initial?: Choice | null; placeholder?: string },
): InputBlock {
  return input(field, {
    type: 'external_select',
    action_id: field.actionId,
    min_query_length: 0,
    ...(field.initial ? { initial_option: option(field.initial) } : {}),
    ...(field.placeholder ? { placeholder: plainText(field.placeholder, 150) } : {}),
  });
}

/**
 * Channels where people of this workspace read, public or private. One of them, or with `isMany` several. What of `initial`
 * is no channel, such as somebody's own messages, is left out.
 */
export function channelInput(
  field: Field & { initial?: readonly (string | null)[]; isMany?: boolean; isCurrentDefault?: boolean; most?: number },
): InputBlock {
  const filter = { include: ['public' as const, 'private' as const], exclude_bot_users: true };
  const initial = (field.initial ?? []).filter((id): id is string => /^[CG]/.test(id ?? ''));
  const [first] = initial;
  if (field.isMany) {
    return input(field, {
      type: 'multi_conversations_select',
      action_id: ACTION,
      filter,
      ...(field.most ? { max_selected_items: field.most } : {}),
      ...(initial.length > 0 ? { initial_conversations: initial } : {}),
    });
  }
  return input(field, {
    type: 'conversations_select',
    action_id: ACTION,
    filter,
    ...(first
      ? { initial_conversation: first }
      : field.isCurrentDefault
        ? { default_to_current_conversation: true }
        : {}),
  });
}

/** A day. `initial` is written YYYY-MM-DD. */
export function dayInput(field: Field & { initial?: string | null }): InputBlock {
  return input(field, {
    type: 'datepicker',
    action_id: ACTION,
    ...(field.initial ? { initial_date: field.initial } : {}),
  });
}

/** One file of the given types, as Slack names them (https://docs.slack.dev/reference/objects/file-object#types). */
export function fileInput(field: Field & { types: readonly string[]; most?: number }): InputBlock {
  const { most = 1, types } = field;
  return input(field, { type: 'file_input', action_id: ACTION, filetypes: [...types], max_files: most });
}

/** A day and a time in the zone of whoever fills the form in. `initial` is an ISO time. */
export function timeInput(field: Field & { initial?: string | null }): InputBlock {
  return input(field, {
    type: 'datetimepicker',
    action_id: ACTION,
    ...(field.initial ? { initial_date_time: Math.floor(Date.parse(field.initial) / 1000) } : {}),
  });
}
