import { afterAll, beforeAll, expect, test } from 'vitest';
import { countQueries } from '../../src/db/count-queries.ts';
import type { Context } from '../../src/services/context.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { aDocument, anItem } from '../support/context.ts';
import { tellEvent } from '../support/slack-events.ts';
import { lastModal, submit } from '../support/slack-modal.ts';
import { openWorkspace, type Shown } from '../support/slack-workspace.ts';
import { countSubrequests } from './count-subrequests.ts';
import { LARGE, wholeNewsroom } from './whole-newsroom.ts';

/** One invocation may also run the tick that it rings; 10,000 requests to others are its limit. */
const MOST_STATEMENTS = 150;
const MOST_SUBREQUESTS = 60;

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
let house: Awaited<ReturnType<typeof wholeNewsroom>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
  house = await wholeNewsroom(LARGE, { SLACK_API_URL: workspace.apiUrl });
  house.world.feeds.set(
    'https://press1000.example.org/feed.xml',
    aDocument(Array.from({ length: 1_000 }, (_, n) => anItem({ title: `Found ${n}` }))),
  );
});
afterAll(() => workspace.close());

/** What stands behind a command where it needs more than its name. */
const WORDS: Record<string, string> = {
  announce: 'https://press.example.org/5',
  articles: 'story',
  'digest report': '1',
  'feeds add': 'https://press1000.example.org/feed.xml here',
  'feeds edit': '5',
  'feeds pause': '6',
  'feeds resume': '6',
  'feeds remove': '7',
  'channels edit': '5',
  'channels pause': '6',
  'channels resume': '6',
  'channels remove': '7',
  'topics add': 'A new topic',
  'topics rename': '5 Another name',
  'topics remove': '6',
  'staff add': '<@UBEN> editor',
  'staff remove': '<@UBEN>',
};

async function measured(what: string, act: (ctx: Context) => Promise<unknown>): Promise<void> {
  const ports = countSubrequests(house.ctx);
  const statements = countQueries(house.ctx.db);
  const before = workspace.calls.length + workspace.shown.length;
  await act({ ...ports.ctx, db: statements.db });
  const subrequests = ports.made() + workspace.calls.length + workspace.shown.length - before;
  if (process.env.SHOW_WORK) console.log(`${what} ${statements.used()} ${subrequests}`);
  expect(statements.used(), what).toBeGreaterThan(0);
  expect(statements.used(), what).toBeLessThanOrEqual(MOST_STATEMENTS);
  expect(subrequests, what).toBeLessThanOrEqual(MOST_SUBREQUESTS);
}

type Button = { action_id: string; value?: string };

/** Every button in an answer, one of each kind. */
function buttonsIn({ blocks = [] }: Shown): Button[] {
  const found = new Map<string, Button>();
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    const one = node as { type?: string; action_id?: string; url?: string };
    if (one.type === 'button' && one.action_id && !one.url) found.set(one.action_id.split(':')[0] ?? '', one as Button);
    for (const child of Object.values(node)) visit(child);
  };
  visit(blocks);
  return [...found.values()];
}

test.each(COMMANDS.map(({ name }) => [name]))('/newsdesk %s, and every button of its answer', async (name) => {
  const text = `${name} ${WORDS[name] ?? ''}`.trim();
  const count = workspace.shown.length;
  await measured(text, (ctx) => workspace.type(ctx, text, 'UANA'));
  for (const { action_id, value = '' } of workspace.shown.length > count
    ? buttonsIn(workspace.shown.at(-1) ?? {})
    : []) {
    await measured(`${text}: ${action_id}`, (ctx) => workspace.press(ctx, action_id, value, 'UANA'));
  }
});

test.each([
  ['channels edit 9', {}],
  ['feeds edit 9', {}],
])('the form of %s, sent as it stands', async (text, typed) => {
  await measured(text, (ctx) => workspace.type(ctx, text, 'UANA'));
  await measured(`${text}: submit`, (ctx) => submit(workspace, ctx, { modal: lastModal(workspace), typed }));
});

test.each<[string, Record<string, unknown>]>([
  ['the Home tab', { type: 'app_home_opened', user: 'UANA', channel: 'D1', tab: 'home', event_ts: '1.1' }],
  ['a channel that is archived', { type: 'channel_archive', channel: 'CNEWS1', user: 'UANA', event_ts: '1.2' }],
  ['a channel that is left', { type: 'channel_left', channel: 'CNEWS2', event_ts: '1.3' }],
  ['a member who is deactivated', { type: 'user_change', user: { id: 'UBEN', deleted: true }, event_ts: '1.4' }],
])('%s', async (what, event) => {
  await measured(what, (ctx) => tellEvent(ctx, event));
});
