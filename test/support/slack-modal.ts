import type { Context } from '../../src/services/context.ts';
import type { openWorkspace } from './slack-workspace.ts';

type Workspace = Awaited<ReturnType<typeof openWorkspace>>;
type Element = Record<string, unknown> & { type: string; action_id: string };
type Block = Record<string, unknown> & { type: string; block_id?: string; element?: Element; elements?: Element[] };
/** A modal that stands open, as Slack holds it. */
export type Modal = {
  id: string;
  hash: string;
  callback_id: string;
  private_metadata: string;
  title: { text: string };
  submit?: { text: string };
  notify_on_close?: boolean;
  blocks: Block[];
};

/** What somebody types: text, an option's value, a list of values, or an ISO time for a picker; null empties the field. */
export type Typed = Record<string, string | string[] | null>;
type Answer = { response_action?: string; errors?: Record<string, string>; view?: Modal } | null;

/** The modal that Slack shows after the last call of views.open, push or update. */
export function lastModal(workspace: Workspace): Modal {
  const at = workspace.calls.findLastIndex(({ method }) => method.startsWith('views.'));
  const call = workspace.calls[at];
  if (!call) throw new Error('No modal was opened.');
  const view = JSON.parse(call.fields.view ?? '{}') as Modal;
  return { ...view, id: call.fields.view_id ?? `V${at + 1}`, hash: `h${at + 1}` };
}

/** The state Slack would send: what stands in each element at first, with what was typed over it. */
export function stateOf(modal: Modal, typed: Typed = {}) {
  const inputs = modal.blocks.filter((block) => block.type === 'input');
  const unknown = Object.keys(typed).filter((id) => !inputs.some((block) => block.block_id === id));
  if (unknown.length > 0) throw new Error(`The form has no field ${unknown.join(', ')}.`);
  return Object.fromEntries(
    inputs.map((block) => {
      const element = block.element as Element;
      const id = block.block_id ?? '';
      const state = id in typed ? typedState(element, typed[id] ?? null) : initialState(element);
      return [id, { [element.action_id]: { type: element.type, ...state } }];
    }),
  );
}

function initialState(element: Element): Record<string, unknown> {
  const names: Record<string, string> = {
    initial_value: 'value',
    initial_option: 'selected_option',
    initial_options: 'selected_options',
    initial_conversation: 'selected_conversation',
    initial_conversations: 'selected_conversations',
    initial_date_time: 'selected_date_time',
  };
  return Object.fromEntries(
    Object.entries(names).flatMap(([from, to]) => (from in element ? [[to, element[from]]] : [])),
  );
}

function typedState(element: Element, value: string | string[] | null): Record<string, unknown> {
  const option = (one: string) => ({ text: { type: 'plain_text', text: one }, value: one });
  switch (element.type) {
    case 'plain_text_input':
    case 'url_text_input':
      return { value };
    case 'static_select':
    case 'radio_buttons':
    case 'external_select':
      return { selected_option: value === null ? null : option(String(value)) };
    case 'multi_static_select':
    case 'checkboxes':
      return { selected_options: [value ?? []].flat().map(option) };
    case 'conversations_select':
      return { selected_conversation: value };
    case 'multi_conversations_select':
      return { selected_conversations: [value ?? []].flat() };
    case 'datepicker':
      return { selected_date: value };
    case 'file_input':
      return { files: [value ?? []].flat().map((id) => ({ id })) };
    case 'datetimepicker':
      return { selected_date_time: value === null ? null : Math.floor(Date.parse(String(value)) / 1000) };
    default:
      throw new Error(`Nobody can type into ${element.type}.`);
  }
}

function payload(modal: Modal, type: string, userId: string, typed: Typed) {
  return {
    type,
    team: { id: 'T1' },
    user: { id: userId, name: 'someone', team_id: 'T1' },
    trigger_id: '1.9',
    view: { ...modal, type: 'modal', state: { values: stateOf(modal, typed) } },
  };
}

/** Submits a modal; the body Slack gets at once. */
export async function submit(
  workspace: Workspace,
  ctx: Context,
  { modal = lastModal(workspace), typed = {}, userId = 'UANA' }: { modal?: Modal; typed?: Typed; userId?: string } = {},
): Promise<Answer> {
  const response = await workspace.deliver(ctx, {
    ...payload(modal, 'view_submission', userId, typed),
    response_urls: [],
  });
  if (response.status !== 200) throw new Error(`Slack would show an error in the modal (${response.status}).`);
  const text = await response.text();
  return text === '' ? null : (JSON.parse(text) as Answer);
}

/** Closes a modal without a submit. */
export async function close(
  workspace: Workspace,
  ctx: Context,
  { modal = lastModal(workspace), typed = {}, userId = 'UANA' }: { modal?: Modal; typed?: Typed; userId?: string } = {},
): Promise<void> {
  await workspace.deliver(ctx, { ...payload(modal, 'view_closed', userId, typed), is_cleared: false });
}

/** Presses a button inside a modal. */
export async function pressIn(
  workspace: Workspace,
  ctx: Context,
  press: { actionId: string; value?: string; modal?: Modal; typed?: Typed; userId?: string },
): Promise<Modal> {
  const { modal = lastModal(workspace), typed = {}, userId = 'UANA', actionId, value = '' } = press;
  const actions = [{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1.4' }];
  const container = { type: 'view', view_id: modal.id };
  const response = await workspace.deliver(ctx, {
    ...payload(modal, 'block_actions', userId, typed),
    container,
    actions,
  });
  if (response.status !== 200) throw new Error(`The button did nothing (${response.status}).`);
  return lastModal(workspace);
}

/** What an external select offers for what was typed. */
export async function suggested(workspace: Workspace, ctx: Context, actionId: string, value: string) {
  const response = await workspace.deliver(ctx, {
    type: 'block_suggestion',
    team: { id: 'T1' },
    user: { id: 'UANA', name: 'ana', team_id: 'T1' },
    action_id: actionId,
    block_id: 'b',
    value,
    container: { type: 'view', view_id: 'V1' },
    api_app_id: 'A1',
  });
  return (JSON.parse(await response.text()) as { options: { text: { text: string }; value: string }[] }).options;
}

/** Every breach of Block Kit's limits for modals (https://docs.slack.dev/reference/block-kit/blocks), in words. */
export function limitBreaches(modal: Modal): string[] {
  const breaches: string[] = [];
  const check = (is: boolean, what: string) => (is ? undefined : breaches.push(what));
  check(modal.blocks.length <= 100, 'over 100 blocks');
  check(modal.title.text.length <= 24, 'title over 24');
  check((modal.submit?.text.length ?? 0) <= 24, 'submit over 24');
  check((modal.private_metadata?.length ?? 0) <= 3_000, 'note over 3,000');
  const ids = modal.blocks.flatMap((block) => block.block_id ?? []);
  check(new Set(ids).size === ids.length, 'a block_id twice');
  check(!modal.blocks.some(({ type }) => type === 'input') || modal.submit !== undefined, 'inputs without submit');
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    const value = node as Record<string, unknown>;
    const { type, text } = value;
    if (type === 'mrkdwn' && typeof text === 'string')
      check(text.length > 0 && text.length <= 3_000, `${path}: mrkdwn`);
    if (type === 'button') check(String((text as { text: string }).text).length <= 75, `${path}: button`);
    if (type === 'header') check(String((text as { text: string }).text).length <= 150, `${path}: header`);
    if (Array.isArray(value.options)) {
      check(value.options.length >= 1 && value.options.length <= 100, `${path}: ${value.options.length} options`);
      for (const one of value.options as { text: { text: string }; value: string }[])
        check(one.text.text.length <= 75 && one.value.length <= 75 && one.value !== '', `${path}: option`);
    }
    if (typeof value.initial_value === 'string')
      check(value.initial_value.length <= Number(value.max_length ?? 3_000), `${path}: initial value`);
    for (const [name, child] of Object.entries(value)) visit(child, `${path}.${name}`);
  };
  for (const [index, block] of modal.blocks.entries()) visit(block, String(index));
  return breaches;
}
