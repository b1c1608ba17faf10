import { cut, escapeMrkdwn } from '../mrkdwn.ts';
import type { ViewState } from './form-values.ts';
import type { ModalView } from './screen.ts';

/** A view as Slack sends it along with a press or a submit. */
export type SentView = {
  id: string;
  hash: string;
  callback_id: string;
  private_metadata: string;
  title: { text: string };
  submit?: { text: string } | null;
  close?: { text: string } | null;
  notify_on_close?: boolean;
  blocks: unknown[];
  state: { values: ViewState };
};

/** Which property of an element's state fills which property of the element. */
const FILLS = {
  value: 'initial_value',
  selected_option: 'initial_option',
  selected_options: 'initial_options',
  selected_conversation: 'initial_conversation',
  selected_conversations: 'initial_conversations',
  selected_channel: 'initial_channel',
  selected_user: 'initial_user',
  selected_users: 'initial_users',
  selected_date: 'initial_date',
  selected_time: 'initial_time',
  selected_date_time: 'initial_date_time',
  rich_text_value: 'initial_value',
} as const;
const INITIALS = new Set<string>([...Object.values(FILLS), 'default_to_current_conversation']);
const ERROR_BLOCK = 'error:';

type Block = Record<string, unknown> & {
  type?: string;
  block_id?: string;
  label?: { text?: string };
  element?: Record<string, unknown>;
};

/** How many blocks of a form are in view at once; who submits it finds it scrolled to its top again. */
const IN_VIEW = 3;

/**
 * The form again with what was typed in it, and each error above its field; errors of no field stand on top, and so does
 * where to look when all are further down. Errors that an earlier version showed are gone.
 */
export function refilledView(sent: SentView, errors: Record<string, string>): ModalView {
  const blocks = (sent.blocks as Block[]).filter(({ block_id: id }) => !id?.startsWith(ERROR_BLOCK));
  const known = new Set(blocks.map(({ block_id: id }) => id));
  const general = Object.entries(errors).filter(([field]) => !known.has(field));
  const filled = blocks.flatMap((block) => {
    const error = block.block_id === undefined ? undefined : errors[block.block_id];
    return [...(error ? [errorBlock(block.block_id ?? '', error)] : []), filledBlock(block, sent.state.values)];
  });
  return {
    type: 'modal',
    callback_id: sent.callback_id,
    private_metadata: sent.private_metadata,
    title: { type: 'plain_text', text: sent.title.text },
    ...(sent.submit ? { submit: { type: 'plain_text', text: sent.submit.text } } : {}),
    ...(sent.close ? { close: { type: 'plain_text', text: sent.close.text } } : {}),
    ...(sent.notify_on_close ? { notify_on_close: true } : {}),
    blocks: [
      ...general.map(([field, error]) => errorBlock(`top:${field}`, error)),
      ...(general.length === 0 ? whereToLook(blocks, errors) : []),
      ...filled,
    ] as ModalView['blocks'],
  };
}

function whereToLook(blocks: readonly Block[], errors: Record<string, string>): Block[] {
  const wrong = blocks.filter(({ block_id: id }) => id !== undefined && errors[id]);
  if (wrong.length === 0 || wrong.some((block) => blocks.indexOf(block) < IN_VIEW)) return [];
  const names = wrong.flatMap(({ label }) => (label?.text ? [`“${label.text}”`] : []));
  return [errorBlock('where', `Not done yet. Please look further down: ${names.join(', ') || 'it is marked there'}.`)];
}

function errorBlock(field: string, error: string): Block {
  const text = `:warning: *${escapeMrkdwn(cut(error, 600))}*`;
  return { type: 'section', block_id: `${ERROR_BLOCK}${field}`.slice(0, 255), text: { type: 'mrkdwn', text } };
}

function filledBlock(block: Block, state: ViewState): Block {
  const { element, block_id: id } = block;
  if (block.type !== 'input' || !element || id === undefined) return block;
  const typed = state[id]?.[String(element.action_id)] as Record<string, unknown> | undefined;
  if (!typed) return block;
  const bare = Object.fromEntries(Object.entries(element).filter(([name]) => !INITIALS.has(name)));
  for (const [from, to] of Object.entries(FILLS)) {
    const value = typed[from];
    const isEmpty =
      value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    if (!isEmpty) bare[to] = value;
  }
  return { ...block, element: bare };
}

/**
 * The form with elements that are new to Slack. When a view is updated, Slack keeps what was typed in an element it knows
 * (same block_id and action_id) whatever its first value says; `version` makes the ids differ.
 */
export function renewedView(view: ModalView, version: string): ModalView {
  const blocks = (view.blocks as Block[]).map((block) => {
    const { element } = block;
    if (block.type !== 'input' || !element) return block;
    const [name = ''] = String(element.action_id).split(':');
    return { ...block, element: { ...element, action_id: `${name}:${version}` } };
  });
  return { ...view, blocks: blocks as ModalView['blocks'] };
}
