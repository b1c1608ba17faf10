import { expect, test } from 'vitest';
import { checkMessage, checkView } from '../../dev/slack/block-kit/check-surface.ts';
import { choiceOf, clientErrors, stateValues } from '../../dev/slack/element-state.ts';
import { openViews } from '../../dev/slack/views.ts';
import { dataFolder } from './running-stand-ins.ts';

const text = (length: number) => 'x'.repeat(length);
const section = (length: number) => ({ type: 'section', text: { type: 'mrkdwn', text: text(length) } });
const button = (fields: object = {}) => ({
  type: 'button',
  action_id: 'a',
  text: { type: 'plain_text', text: 'Go' },
  ...fields,
});
const chart = (label: string) => ({
  type: 'data_visualization',
  title: 'Readers',
  chart: {
    type: 'line',
    series: [{ name: 'Readers', data: [{ label, value: 1 }] }],
    axis_config: { categories: [label] },
  },
});

test.each([
  ['a section of 3,001 characters', [section(3001)], 'invalid_blocks'],
  ['51 blocks', Array.from({ length: 51 }, () => ({ type: 'divider' })), 'invalid_blocks'],
  ['a header with mrkdwn', [{ type: 'header', text: { type: 'mrkdwn', text: 'x' } }], 'invalid_blocks'],
  [
    'a button text of 76',
    [{ type: 'actions', elements: [button({ text: { type: 'plain_text', text: text(76) } })] }],
    'invalid_blocks',
  ],
  ['two elements of one action id', [{ type: 'actions', elements: [button(), button()] }], 'invalid_blocks'],
  [
    'one block id twice',
    [
      { type: 'divider', block_id: 'b' },
      { type: 'divider', block_id: 'b' },
    ],
    'invalid_blocks',
  ],
  ['a block that Slack does not know', [{ type: 'marquee' }], 'invalid_blocks'],
  ['an image without alt text', [{ type: 'image', image_url: 'https://example.com/a.png' }], 'invalid_blocks'],
  ['three charts', [chart('a'), chart('b'), chart('c')], 'invalid_blocks'],
  ['a chart label of 21', [chart(text(21))], 'invalid_blocks'],
  ['a table in two widths', [{ type: 'table', rows: [[{ type: 'raw_text', text: 'a' }], []] }], 'invalid_blocks'],
  ['more than 13,200 characters', Array.from({ length: 5 }, () => section(2900)), 'msg_blocks_too_long'],
])('%s is refused as Slack refuses it', (_what, blocks, error) => {
  expect(checkMessage({ text: 'x', blocks })?.error).toBe(error);
});

test('what Slack takes is taken', () => {
  expect(
    checkMessage({ text: 'x', blocks: [section(3000), chart('a'), { type: 'actions', elements: [button()] }] }),
  ).toBeNull();
  expect(checkMessage({})?.error).toBe('no_text');
});

const input = {
  type: 'input',
  block_id: 'url',
  label: { type: 'plain_text', text: 'Address' },
  element: { type: 'url_text_input', action_id: 'value' },
};
const modal = {
  type: 'modal',
  title: { type: 'plain_text', text: 'Add' },
  submit: { type: 'plain_text', text: 'Add' },
  blocks: [input],
};

test('a form needs a submit button, and a title of at most 24 characters', () => {
  expect(checkView(modal, 'modal')).toBeNull();
  expect(checkView({ ...modal, submit: undefined }, 'modal')?.messages[0]).toContain('/view/submit');
  expect(checkView({ ...modal, title: { type: 'plain_text', text: text(25) } }, 'modal')?.messages[0]).toContain(
    '/view/title',
  );
});

test('a trigger opens one modal, a stale hash updates nothing, and three views are stacked at most', () => {
  const views = openViews(`${dataFolder()}/home.json`, () => undefined);
  const trigger = () => views.issueTrigger({ userId: 'U1', channelId: 'C1' });
  const first = trigger();
  const opened = views.answer('views.open', { trigger_id: first, view: JSON.stringify(modal) });
  expect(opened).toMatchObject({ ok: true, view: { type: 'modal', previous_view_id: null } });
  expect(views.answer('views.open', { trigger_id: first, view: modal })).toMatchObject({
    error: 'exchanged_trigger_id',
  });
  const [{ id } = { id: '' }] = views.stackOf('U1');
  expect(views.answer('views.update', { view_id: id, hash: 'old', view: modal })).toMatchObject({
    error: 'hash_conflict',
  });
  for (const ok of [true, true, false])
    expect(views.answer('views.push', { trigger_id: trigger(), view: modal })).toMatchObject({ ok });
  expect(views.close('U1', 'all')).toHaveLength(3);
  expect(views.answer('views.update', { view_id: id, view: modal })).toMatchObject({ error: 'not_found' });
});

const lookups = { option: () => null, file: (id: string) => ({ id }) };
const option = { value: 'a', text: { type: 'plain_text', text: 'A' } };

test.each([
  ['plain_text_input', 'hello', { value: 'hello' }],
  ['static_select', 'a', { selected_option: option }],
  ['multi_static_select', ['a'], { selected_options: [option] }],
  ['checkboxes', [], { selected_options: [] }],
  ['radio_buttons', null, { selected_option: null }],
  ['conversations_select', 'C1', { selected_conversation: 'C1' }],
  ['multi_users_select', ['U1', 'U2'], { selected_users: ['U1', 'U2'] }],
  ['datepicker', '2026-03-02', { selected_date: '2026-03-02' }],
  ['datetimepicker', '1772438400', { selected_date_time: 1_772_438_400 }],
  ['file_input', ['F1'], { files: [{ id: 'F1' }] }],
])('the value of %s has Slack’s shape', (type, raw, shape) => {
  expect(choiceOf({ type, action_id: 'v', options: [option] }, raw, lookups)).toEqual(shape);
});

test('a field that nobody filled is asked for before the app hears of it, an address is checked', () => {
  const errors = (raw: string | null) => clientErrors([input], stateValues([input], { url: { value: raw } }, lookups));
  expect(errors(null)).toEqual({ url: 'Please complete this required field.' });
  expect(errors('nonsense')).toEqual({ url: 'Please enter a valid URL.' });
  expect(errors('https://example.com')).toEqual({});
});
