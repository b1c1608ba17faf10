import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../dev/slack/block-kit/check-surface.ts';
import type { Context } from '../../src/services/context.ts';
import { type Act, mayDo } from '../../src/services/desk/staff-role.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { handleSlack } from '../../src/slack/app.ts';
import { HOME_ACTS } from '../../src/slack/listeners/home.ts';
import { PRESSES } from '../../src/slack/listeners/presses.ts';
import { MODALS, SUGGESTIONS, VIEW_PRESSES } from '../../src/slack/views/index.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import {
  FORM_CASES,
  FORM_PRESS_CASES,
  HOME_CASES,
  type Known,
  PRESS_CASES,
  type PressCase,
} from '../support/slack-cases.ts';
import { openWorkspace, type SlackCall, signedRequest } from '../support/slack-workspace.ts';

const FEED = 'https://press.example.org/feed.xml';
const FAR = '2026-03-02T23:00:00.000Z';
const REFUSED =
  /^Only [^.]+ can do that; you are a viewer\. Nothing was changed\. Ask <@UANA> (?:for one|to make you one|to do it)\.$/;
let workspace: Awaited<ReturnType<typeof openWorkspace>>;
let ctx: Context;
let world: World;
let known: Known;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());
beforeEach(async () => {
  ({ ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl }));
  world.feeds.set(FEED, aDocument([anItem({ title: 'One', publishedAt: '2026-03-02T07:00:00.000Z' })]));
  await workspace.type(ctx, `feeds add ${FEED} here`, 'UANA');
  await workspace.type(ctx, 'topics add Science', 'UANA');
  await workspace.type(ctx, 'staff add <@UVIEW|viewer> viewer', 'UANA');
  await pollFeeds(ctx, FAR);
  const idOf = async (table: string) =>
    String((await ctx.db.prepare(`SELECT public_id AS id FROM ${table} LIMIT 1`).all()).results[0]?.id);
  known = {
    article: await idOf('article'),
    feed: await idOf('feed'),
    route: await idOf('route'),
    topic: await idOf('topic'),
  };
  workspace.calls.length = 0;
  workspace.shown.length = 0;
});

const UI_CALL = /^(?:views\.|chat\.)/;

/** What somebody saw since `from`: texts of messages and views, each within what Slack takes. */
function seenSince(from: { shown: number; calls: number }): string[] {
  const shown = workspace.shown.slice(from.shown).map((message) => {
    expect(checkMessage({ text: message.text, blocks: message.blocks })).toBeNull();
    return String(message.text);
  });
  const calls = workspace.calls.slice(from.calls).filter(({ method }) => UI_CALL.test(method));
  return [...shown, ...calls.map(seenInCall)];
}

function seenInCall({ method, fields }: SlackCall): string {
  if (!method.startsWith('views.')) {
    expect(checkMessage({ ...fields, blocks: fields.blocks ? JSON.parse(fields.blocks) : undefined })).toBeNull();
    return fields.text ?? '';
  }
  const view: unknown = JSON.parse(fields.view ?? '{}');
  expect(checkView(view, method === 'views.publish' ? 'home' : 'modal')).toBeNull();
  return textsOf((view as { blocks: unknown }).blocks).join('\n');
}

function textsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(textsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) =>
    key === 'text' && typeof part === 'string' ? [part] : textsOf(part),
  );
}

async function answered(request: Request): Promise<{ status: number; body: string }> {
  const work: Promise<unknown>[] = [];
  const response = await handleSlack(ctx, request, (late) => work.push(late));
  const body = await response.text();
  await Promise.all(work);
  return { status: response.status, body };
}

/**
 * Delivers one signed request, then the same bytes again as a retry or a replay would. The acknowledgement is 200, what it
 * carries is within Slack's limits, nothing failed on our side, and the second delivery shows, writes and asks nothing.
 */
async function deliver(fields: Record<string, string>): Promise<string[]> {
  const request = signedRequest(ctx, new URLSearchParams(fields).toString());
  const replay = request.clone() as Request;
  const from = { shown: workspace.shown.length, calls: workspace.calls.length };
  const first = await answered(request);
  expect(first.status).toBe(200);
  const seen = [...seenSince(from), ...seenInAck(first.body)];
  expect(seen.join('\n')).not.toContain('went wrong on my side');
  expect(world.log.filter((line) => /slack\.(?:command_)?failed/.test(line))).toEqual([]);
  const before = await standing();
  expect(await answered(replay)).toEqual({ status: 200, body: '' });
  expect(await standing()).toEqual(before);
  return seen;
}

function seenInAck(body: string): string[] {
  if (body === '') return [];
  const ack = JSON.parse(body) as { view?: unknown; errors?: Record<string, string>; options?: unknown[] };
  if (ack.view) expect(checkView(ack.view, 'modal')).toBeNull();
  return [...textsOf(ack.view), ...Object.values(ack.errors ?? {}), ...textsOf(ack.options)];
}

/** All that a request could have changed or shown. */
async function standing() {
  const tables = ['audit', 'announcement', 'mailing', 'feed', 'route', 'topic', 'article'];
  const sql = tables.map((table) => `SELECT '${table}' AS name, COUNT(*) AS count FROM ${table}`).join(' UNION ALL ');
  const { results } = await ctx.db.prepare(sql).all();
  return { results, shown: workspace.shown.length, calls: workspace.calls.length, posts: world.posts.length };
}

/** Delivers as somebody who looks on: refused in words where the act is not theirs, with nothing changed. */
async function asViewer(act: Act | null, fields: Record<string, string>): Promise<void> {
  if (act === null || mayDo('viewer', act)) return;
  const { results } = await standing();
  const seen = await deliver(fields);
  expect(seen.some((text) => REFUSED.test(text.split('\n')[0] ?? ''))).toBe(true);
  expect((await standing()).results).toEqual(results);
}

function payload(userId: string, own: object): Record<string, string> {
  const common = {
    team: { id: 'T1', domain: 'example' },
    enterprise: null,
    user: { id: userId, username: 'someone', team_id: 'T1' },
    api_app_id: 'A1',
    trigger_id: '1.3',
  };
  return { payload: JSON.stringify({ ...common, ...own }) };
}

function pressed(actionId: string, press: PressCase, userId: string): Record<string, string> {
  const text = { type: 'plain_text', text: 'x' };
  const action =
    'value' in press
      ? { type: 'button', action_id: actionId, text, value: press.value }
      : 'option' in press
        ? { type: 'overflow', action_id: actionId, selected_option: { text, value: press.option } }
        : {
            type: 'conversations_select',
            action_id: `${actionId}:${known.route}`,
            selected_conversation: press.channel,
          };
  return payload(userId, {
    type: 'block_actions',
    channel: { id: 'CNEWS', name: 'news' },
    container: { type: 'message', channel_id: 'CNEWS', message_ts: '1.1', is_ephemeral: true },
    response_url: workspace.responseUrl,
    actions: [{ ...action, block_id: 'b', action_ts: '1.4' }],
  });
}

function aView(callbackId: string, note: string) {
  return {
    id: 'V1',
    type: 'modal',
    callback_id: callbackId,
    private_metadata: note,
    hash: `h${callbackId}`,
    title: { type: 'plain_text', text: 'A form' },
    blocks: [],
    state: { values: {} },
  };
}

test('every button and menu has a case, answers in place, refuses a viewer by name, and acts once', async () => {
  expect(Object.keys(PRESS_CASES).sort()).toEqual(Object.keys(PRESSES).sort());
  for (const [actionId, { act }] of Object.entries(PRESSES)) {
    const press = PRESS_CASES[actionId]?.(known) ?? { value: '' };
    await asViewer(act, pressed(actionId, press, 'UVIEW'));
    const seen = await deliver(pressed(actionId, press, 'UANA'));
    if ('isLink' in press) continue;
    expect.soft(seen.join(''), actionId).toMatch(/\p{L}{3}/u);
  }
});

test('every button of the Home tab has a case, redraws it or opens a form, and refuses a viewer by name', async () => {
  expect(Object.keys(HOME_CASES).sort()).toEqual(Object.keys(HOME_ACTS).sort());
  const at = (actionId: string, userId: string) =>
    payload(userId, {
      type: 'block_actions',
      container: { type: 'view', view_id: 'V1' },
      view: { id: 'V1', type: 'home', hash: 'h1', private_metadata: '0', callback_id: '', blocks: [] },
      actions: [
        { type: 'button', action_id: `${actionId}:1`, block_id: 'b', value: HOME_CASES[actionId]?.(known) ?? '' },
      ],
    });
  for (const [actionId, { act }] of Object.entries(HOME_ACTS)) {
    if (!mayDo('viewer', act)) {
      const refused = await deliver(at(actionId, 'UVIEW'));
      expect.soft(refused.join(''), actionId).toMatch(/Only [^.]+ can do that; you are a viewer/);
    }
    expect.soft((await deliver(at(actionId, 'UANA'))).join(''), actionId).toMatch(/\p{L}{3}/u);
  }
});

test('every form has a case, says what is missing or wrong, refuses a viewer by name, and is sent once', async () => {
  expect(Object.keys(FORM_CASES).sort()).toEqual(Object.keys(MODALS).sort());
  for (const [callbackId, { act }] of Object.entries(MODALS)) {
    const sent = (userId: string) =>
      payload(userId, {
        type: 'view_submission',
        view: aView(callbackId, FORM_CASES[callbackId] ?? ''),
        response_urls: [],
      });
    await asViewer(act, sent('UVIEW'));
    expect.soft((await deliver(sent('UANA'))).join(''), callbackId).toMatch(/\p{L}{3}/u);
    await deliver(payload('UANA', { type: 'view_closed', view: aView(callbackId, '{}'), is_cleared: false }));
  }
});

test('every button inside a form and every list of suggestions has a case and answers', async () => {
  expect(Object.keys(FORM_PRESS_CASES).sort()).toEqual(Object.keys(VIEW_PRESSES).sort());
  for (const [actionId, { act }] of Object.entries(VIEW_PRESSES)) {
    const press = (userId: string) =>
      payload(userId, {
        type: 'block_actions',
        container: { type: 'view', view_id: 'V1' },
        view: aView(FORM_PRESS_CASES[actionId] ?? '', '{}'),
        actions: [{ type: 'button', action_id: actionId, block_id: 'b', value: '' }],
      });
    await asViewer(act, press('UVIEW'));
    expect.soft((await deliver(press('UANA'))).join(''), actionId).toMatch(/\p{L}{3}/u);
  }
  for (const actionId of Object.keys(SUGGESTIONS)) {
    const ask = { type: 'block_suggestion', action_id: actionId, block_id: 'b', value: 'One' };
    await deliver(payload('UANA', { ...ask, container: { type: 'view', view_id: 'V1' }, view: aView('x', '{}') }));
  }
});
