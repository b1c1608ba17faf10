import {
  checkList,
  checkString,
  checkText,
  checkUnique,
  type Fields,
  isFields,
  type Problems,
  refuse,
} from './problems.ts';

type Rule = (problems: Problems, element: Fields, pointer: string) => undefined;

/** Limits of each element: https://docs.slack.dev/reference/block-kit/block-elements */
const RULES: Record<string, Rule> = {
  button(problems, element, at) {
    checkText(problems, element.text, `${at}/text`, { max: 75, isPlain: true });
    checkString(problems, element.value, `${at}/value`, { max: 2000, isOptional: true });
    checkString(problems, element.url, `${at}/url`, { max: 3000, isOptional: true });
    checkString(problems, element.accessibility_label, `${at}/accessibility_label`, { max: 75, isOptional: true });
    if (element.style !== undefined && element.style !== 'primary' && element.style !== 'danger')
      refuse(problems, `${at}/style`, 'must be primary or danger');
  },
  overflow: (problems, element, at) => checkOptions(problems, element, at, { max: 5 }),
  radio_buttons: (problems, element, at) => checkOptions(problems, element, at, { max: 10, mayFormat: true }),
  checkboxes: (problems, element, at) => checkOptions(problems, element, at, { max: 10, mayFormat: true }),
  static_select: checkStaticSelect,
  multi_static_select: checkStaticSelect,
  external_select: noRule,
  multi_external_select: noRule,
  users_select: noRule,
  multi_users_select: noRule,
  conversations_select: noRule,
  multi_conversations_select: noRule,
  channels_select: noRule,
  multi_channels_select: noRule,
  plain_text_input(problems, element, at) {
    checkString(problems, element.initial_value, `${at}/initial_value`, { max: 3000, isOptional: true });
    checkNumber(problems, element.max_length, `${at}/max_length`, 1, 3000);
    checkNumber(problems, element.min_length, `${at}/min_length`, 0, 3000);
  },
  email_text_input: checkInitialValue,
  url_text_input: checkInitialValue,
  number_input(problems, element, at) {
    if (typeof element.is_decimal_allowed !== 'boolean')
      refuse(problems, `${at}/is_decimal_allowed`, 'missing required field');
    checkInitialValue(problems, element, at);
  },
  datepicker: (problems, element, at) =>
    checkPattern(problems, element.initial_date, `${at}/initial_date`, /^\d{4}-\d\d-\d\d$/),
  timepicker: (problems, element, at) =>
    checkPattern(problems, element.initial_time, `${at}/initial_time`, /^\d\d:\d\d$/),
  datetimepicker: (problems, element, at) =>
    checkNumber(problems, element.initial_date_time, `${at}/initial_date_time`, 1_000_000_000, 9_999_999_999),
  file_input: (problems, element, at) => checkNumber(problems, element.max_files, `${at}/max_files`, 1, 10),
  rich_text_input: noRule,
  image: checkPicture,
  workflow_button: (problems, element, at) =>
    checkText(problems, element.text, `${at}/text`, { max: 75, isPlain: true }),
  icon_button: (problems, element, at) => checkText(problems, element.text, `${at}/text`, { max: 75, isPlain: true }),
  feedback_buttons: noRule,
};

/** Elements that take a value and therefore may stand in an input block. */
const INPUTS = new Set(Object.keys(RULES).filter((type) => /input|select|picker|checkboxes|radio_buttons/.test(type)));
const ACTIONS = new Set(
  Object.keys(RULES).filter((type) =>
    /^button|workflow|select|picker|checkboxes|radio|overflow|rich_text_input/.test(type),
  ),
);
const ACCESSORIES = new Set(Object.keys(RULES).filter((type) => !/input|icon_button|feedback/.test(type)));

export type Place = 'input' | 'actions' | 'accessory' | 'context_actions';

/** Checks one element where it stands. */
export function checkElement(problems: Problems, value: unknown, pointer: string, place: Place): undefined {
  if (!isFields(value)) return refuse(problems, pointer, 'must be an object');
  const type = String(value.type);
  const rule = RULES[type];
  const fits = { input: INPUTS, actions: ACTIONS, accessory: ACCESSORIES, context_actions: CONTEXT_ACTIONS }[place];
  if (!rule || !fits.has(type)) return refuse(problems, `${pointer}/type`, `unsupported type: ${type}`);
  checkString(problems, value.action_id, `${pointer}/action_id`, { max: 255, min: 1, isOptional: true });
  checkText(problems, value.placeholder, `${pointer}/placeholder`, { max: 150, isPlain: true, isOptional: true });
  if (value.confirm !== undefined) checkConfirm(problems, value.confirm, `${pointer}/confirm`);
  rule(problems, value, pointer);
}

const CONTEXT_ACTIONS = new Set(['icon_button', 'feedback_buttons']);

/** Checks elements that stand together: their kinds, and that their action ids differ. */
export function checkElements(
  problems: Problems,
  values: readonly unknown[],
  pointer: string,
  place: Place,
): undefined {
  for (const [index, value] of values.entries()) checkElement(problems, value, `${pointer}/${index}`, place);
  checkUnique(
    problems,
    values.map((value) => isFields(value) && value.action_id),
    pointer,
    'action_id',
  );
}

/** Checks the picture of an image block or element. */
export function checkPicture(problems: Problems, picture: Fields, pointer: string): undefined {
  checkString(problems, picture.alt_text, `${pointer}/alt_text`, { max: 2000 });
  if (picture.slack_file !== undefined) return;
  checkString(problems, picture.image_url, `${pointer}/image_url`, { max: 3000, min: 1 });
  checkPattern(problems, picture.image_url, `${pointer}/image_url`, /^https?:\/\/\S+$/);
}

function noRule(): undefined {
  // Nothing beyond what every element has.
}

function checkInitialValue(problems: Problems, element: Fields, at: string): undefined {
  checkString(problems, element.initial_value, `${at}/initial_value`, { max: 3000, isOptional: true });
}

function checkStaticSelect(problems: Problems, element: Fields, at: string): undefined {
  if (element.option_groups === undefined) return checkOptions(problems, element, at, { max: 100 });
  const groups = checkList(problems, element.option_groups, `${at}/option_groups`, { min: 1, max: 100 });
  for (const [index, group] of groups.entries()) {
    if (!isFields(group)) continue;
    const place = `${at}/option_groups/${index}`;
    checkText(problems, group.label, `${place}/label`, { max: 75, isPlain: true });
    checkOptions(problems, group, place, { max: 100 });
  }
}

function checkOptions(
  problems: Problems,
  element: Fields,
  at: string,
  { max, mayFormat = false }: { max: number; mayFormat?: boolean },
): undefined {
  const options = checkList(problems, element.options, `${at}/options`, { min: 1, max });
  for (const [index, option] of options.entries()) checkOption(problems, option, `${at}/options/${index}`, mayFormat);
  checkUnique(
    problems,
    options.map((option) => isFields(option) && option.value),
    `${at}/options`,
    'value',
  );
  const initial = [element.initial_option, element.initial_options].flat().filter((option) => option !== undefined);
  const known = options.map((option) => JSON.stringify(option));
  for (const option of initial) {
    if (!known.includes(JSON.stringify(option))) refuse(problems, `${at}/initial_option`, 'must be one of the options');
  }
}

function checkOption(problems: Problems, option: unknown, at: string, mayFormat: boolean): undefined {
  if (!isFields(option)) return refuse(problems, at, 'must be an object');
  checkText(problems, option.text, `${at}/text`, { max: 75, isPlain: !mayFormat });
  checkString(problems, option.value, `${at}/value`, { max: 150, min: 1 });
  checkText(problems, option.description, `${at}/description`, { max: 75, isPlain: !mayFormat, isOptional: true });
}

function checkConfirm(problems: Problems, confirm: unknown, at: string): undefined {
  if (!isFields(confirm)) return refuse(problems, at, 'must be an object');
  checkText(problems, confirm.title, `${at}/title`, { max: 100, isPlain: true });
  checkText(problems, confirm.text, `${at}/text`, { max: 300 });
  checkText(problems, confirm.confirm, `${at}/confirm`, { max: 30, isPlain: true });
  checkText(problems, confirm.deny, `${at}/deny`, { max: 30, isPlain: true });
}

function checkPattern(problems: Problems, value: unknown, pointer: string, pattern: RegExp): undefined {
  if (value !== undefined && !pattern.test(String(value))) refuse(problems, pointer, 'has an invalid format');
}

function checkNumber(problems: Problems, value: unknown, pointer: string, min: number, max: number): undefined {
  if (value === undefined) return;
  if (!Number.isInteger(value) || Number(value) < min || Number(value) > max)
    refuse(problems, pointer, `must be a whole number from ${min} to ${max}`);
}
