import { expect, test } from 'vitest';
import { findCommand } from '../../src/slack/commands/index.ts';
import { textInput } from '../../src/slack/views/inputs.ts';
import { refilledView, type SentView } from '../../src/slack/views/refill.ts';

const sent: SentView = {
  ...{ id: 'V1', hash: 'h', callback_id: 'x', private_metadata: '{}', title: { text: 'New newsletter' } },
  submit: { text: 'Save' },
  blocks: ['subject', 'line', 'intro', 'order', 'readers'].map((id) => textInput({ id, label: `The ${id}`, max: 9 })),
  state: { values: {} },
};

/** What stands on top of the form that comes back, as the text of its first block. */
function onTop(view: Pick<SentView, 'blocks'>): string {
  return (view.blocks[0] as { text?: { text: string } }).text?.text ?? '';
}

test.each([
  ['further down', { order: 'Wrong.', readers: 'Nobody.' }, /further down: “The order”, “The readers”/],
  ['in view', { subject: 'Wrong.' }, /^:warning: \*Wrong/],
  ['in view and further down', { intro: 'Wrong.', readers: 'Nobody.' }, /^$/],
  ['of no field', { unknown: 'Gone.', readers: 'Nobody.' }, /^:warning: \*Gone/],
] as const)('a form that comes back says on top what is %s', (_, errors, words) => {
  expect(onTop(refilledView(sent, errors))).toMatch(words);
});

test('where to look goes with the error', () => {
  const marked = refilledView(sent, { readers: 'Nobody.' });
  expect(refilledView({ ...sent, blocks: marked.blocks }, { subject: 'Wrong.' }).blocks).toHaveLength(6);
});

test('a draft is begun by that word too', () => {
  expect(findCommand(['digest', 'draft'])?.command.name).toBe('digest new');
});
