/** A JSON object from outside. */
export type Fields = Record<string, unknown>;

/** What Slack would refuse, each with the place in the JSON, worded as Slack words it. */
export type Problems = string[];

/** Says whether a value is a JSON object. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Notes one problem. `pointer` is a JSON pointer (RFC 6901). */
export function refuse(problems: Problems, pointer: string, message: string): undefined {
  problems.push(`[ERROR] ${message} [json-pointer:${pointer}]`);
}

export type TextRule = { max: number; isPlain?: boolean; isOptional?: boolean };

/** Checks a text object: https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export function checkText(problems: Problems, value: unknown, pointer: string, rule: TextRule): undefined {
  if (value === undefined || value === null) {
    if (!rule.isOptional) refuse(problems, pointer, 'missing required field');
    return;
  }
  if (!isFields(value)) return refuse(problems, pointer, 'must be a text object');
  const isKnown = value.type === 'plain_text' || (value.type === 'mrkdwn' && !rule.isPlain);
  if (!isKnown) refuse(problems, `${pointer}/type`, rule.isPlain ? 'must be plain_text' : 'unsupported type of text');
  if (value.type === 'mrkdwn' && 'emoji' in value) refuse(problems, pointer, 'no more than plain_text may set emoji');
  checkString(problems, value.text, `${pointer}/text`, { max: rule.max, min: 1 });
}

export type StringRule = { max: number; min?: number; isOptional?: boolean };

/** Checks a string's presence and length in characters. */
export function checkString(problems: Problems, value: unknown, pointer: string, rule: StringRule): undefined {
  if (value === undefined || value === null) {
    if (!rule.isOptional) refuse(problems, pointer, 'missing required field');
  } else if (typeof value !== 'string') refuse(problems, pointer, 'must be a string');
  else if (value.length > rule.max) refuse(problems, pointer, `must be less than ${rule.max + 1} characters`);
  else if (value.length < (rule.min ?? 0))
    refuse(problems, pointer, `must be more than ${(rule.min ?? 0) - 1} characters`);
}

/** Checks a list's presence and size; hands back its entries. */
export function checkList(
  problems: Problems,
  value: unknown,
  pointer: string,
  { min, max }: { min: number; max: number },
): unknown[] {
  if (!Array.isArray(value)) {
    refuse(problems, pointer, 'missing required field');
    return [];
  }
  if (value.length < min) refuse(problems, pointer, `must have at least ${min} items`);
  if (value.length > max) refuse(problems, pointer, `no more than ${max} items allowed`);
  return value;
}

/** Checks that of several things no two carry the same name. */
export function checkUnique(problems: Problems, names: readonly unknown[], pointer: string, what: string): undefined {
  const given = names.filter((name) => typeof name === 'string');
  const twice = given.find((name, index) => given.indexOf(name) !== index);
  if (twice !== undefined) refuse(problems, pointer, `\`${what}\` "${String(twice)}" already exists`);
}
