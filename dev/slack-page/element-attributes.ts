import type { BlockElement } from '../slack/blocks.ts';
import type { Option } from '../slack/element-state.ts';
import type { Names } from './names.ts';
import { plainLabel } from './text-object.tsx';

export type FieldProps = { element: BlockElement; blockId: string; names: Names; label: string };

/** Attributes by which the script knows an element, and what it asks before sending. */
export function acts(element: BlockElement, blockId: string): Record<string, string> {
  const confirm = element.confirm ? { 'data-confirm': JSON.stringify(confirmWords(element.confirm)) } : {};
  return { 'data-action-id': String(element.action_id ?? ''), 'data-block-id': blockId, ...confirm };
}

type Confirm = { title?: unknown; text?: unknown; confirm?: unknown; deny?: unknown; style?: string };

function confirmWords(value: unknown) {
  const confirm = value as Confirm;
  return {
    title: plainLabel(confirm.title),
    text: plainLabel(confirm.text),
    confirm: plainLabel(confirm.confirm) || 'Yes',
    deny: plainLabel(confirm.deny) || 'No',
    isDanger: confirm.style === 'danger',
  };
}

/** Name, id and description by which people and screen readers know a field. */
export function fieldAttributes({ element, blockId, label }: FieldProps): Record<string, string> {
  const id = `${blockId}-${String(element.action_id)}`;
  const spoken = label || plainLabel(element.placeholder) || 'Choose';
  const described = label ? { 'aria-describedby': `${blockId}-error ${blockId}-hint` } : {};
  return {
    id,
    'aria-label': spoken,
    'data-field': element.type,
    ...acts(element, blockId),
    ...described,
    ...dispatch(element),
  };
}

function dispatch(element: BlockElement): Record<string, string> {
  const config = element.dispatch_action_config as { trigger_actions_on?: string[] } | undefined;
  return config?.trigger_actions_on ? { 'data-trigger': config.trigger_actions_on.join(' ') } : {};
}

/** Options of a static element that stand in no group. */
export function optionsOf(element: BlockElement): Option[] {
  return (element.options ?? []) as Option[];
}
