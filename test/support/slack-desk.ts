import { expect } from 'vitest';
import { addFeed } from '../../src/services/feeds/add-feed.ts';
import { pollFeeds } from '../../src/services/feeds/poll-feeds.ts';
import { withSettings } from '../../src/services/newsroom-settings.ts';
import { handleSlack } from '../../src/slack/app.ts';
import { noteMessage } from '../../src/slack/blocks/note.ts';
import { tick } from '../../src/tick.ts';
import { addReader, addTopic } from '../services/mailing-world.ts';
import { aDocument, anItem, testContext } from './context.ts';
import { tellEvent } from './slack-events.ts';
import { lastModal, type Modal, stateOf, type Typed } from './slack-modal.ts';
import { type openWorkspace, signedRequest } from './slack-workspace.ts';

type Workspace = Awaited<ReturnType<typeof openWorkspace>>;
type Fields = Record<string, string>;
type Found = { type: string; action_id: string; value?: string; url?: string; options?: { value: string }[] };

/** One thing to do before an act: see `step` for the words; or anything else as a function. */
export type Step = string | ((desk: Desk) => Promise<unknown> | undefined);

export const FEED = 'https://press.example.org/feed.xml';
const FAR = '2099-01-01T00:00:00.000Z';
const COMMON = { team: { id: 'T1', domain: 'example' }, enterprise: null, api_app_id: 'A1', trigger_id: '1.3' };

/** A newsroom with a feed, its article "One" and its channel, a topic, an editor, a viewer and a reader; Ana owns it. */
export async function openDesk(workspace: Workspace, variables: Record<string, string> = {}) {
  const { ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl, ...variables });
  for (const list of [workspace.calls, workspace.shown]) list.length = 0;
  workspace.refusals.clear();
  const staff = ctx.db.prepare(
    `INSERT INTO staff (slack_user_id, role, state, added_by, created_at) VALUES (?1, ?2, 'active', 'x', 'x')`,
  );
  await ctx.db.batch([staff.bind('UANA', 'owner'), staff.bind('UBEN', 'editor'), staff.bind('UVIEW', 'viewer')]);
  world.feeds.set(FEED, aDocument([anItem({ title: 'One', publishedAt: '2026-03-02T07:00:00.000Z' })]));
  await addFeed(ctx, {
    ...{ url: FEED, channelId: 'CNEWS', startWith: 'none', kind: 'coverage', textRight: 'extract' },
    ...{ imageRight: 'none', needsApproval: false, pollFloorSeconds: 300, addedBy: 'slack:UANA' },
  });
  await addTopic(ctx, 'science');
  await addReader(ctx, 'li');
  await pollFeeds(ctx, FAR);
  return { ctx, world, workspace, acks: [] as Ack[] };
}
/** Who we are and who somebody is: asked once, where nothing is known yet. */
const WHO = new Set(['auth.test', 'users.info']);
/** What a request was answered with, and how many calls of Slack's API there had been before it. */
type Ack = { body: string; calls: number };
export type Desk = Awaited<ReturnType<typeof openDesk>>;

/** Delivers one signed request and waits for all its work. `retry`: as Slack's first repetition of it. */
export async function deliver(desk: Desk, request: Request, retry = false): Promise<string> {
  const sent = new Request(request);
  if (retry) {
    sent.headers.set('x-slack-retry-num', '1');
    sent.headers.set('x-slack-retry-reason', 'http_timeout');
  }
  const calls = desk.workspace.calls.length;
  const work: Promise<unknown>[] = [];
  const response = await handleSlack(await withSettings(desk.ctx), sent, (late) => work.push(late));
  expect(response.status).toBe(200);
  const early = desk.workspace.calls.slice(calls).filter(({ method }) => !WHO.has(method));
  expect(
    early.map(({ method }) => method),
    'asked of Slack before it had its answer',
  ).toEqual([]);
  const body = await response.text();
  await Promise.all(work);
  desk.acks.push({ body, calls });
  return body;
}

/** A request as Slack signs it, each with a signature of its own. */
export function signed({ ctx }: Desk, fields: Fields): Request {
  return signedRequest(ctx, new URLSearchParams(fields).toString());
}

const payload = (userId: string, own: object): Fields => ({
  payload: JSON.stringify({ ...COMMON, user: { id: userId, name: 'someone', team_id: 'T1' }, ...own }),
});

export function typedCommand({ workspace }: Desk, text: string, userId = 'UANA'): Fields {
  return {
    ...{ command: '/newsdesk', text, user_id: userId, channel_id: 'CNEWS', channel_name: 'news', team_id: 'T1' },
    ...{ api_app_id: 'A1', is_enterprise_install: 'false', trigger_id: '1.2', response_url: workspace.responseUrl },
  };
}

/** All that somebody could press now: in messages, in windows, on the Home tab and in what Newsdesk posted by itself. */
function pressable({ acks, workspace, world }: Desk): Found[] {
  const calls = workspace.calls.flatMap(({ fields }) => [fields.blocks ?? '[]', fields.view ?? '[]']);
  const all: unknown[] = [
    world.posts.map(({ note }) => noteMessage(note).blocks),
    [...calls, ...acks.map(({ body }) => body || '[]')].map((text) => JSON.parse(text) as unknown),
    workspace.shown.map(({ blocks }) => blocks),
  ];
  const found: Found[] = [];
  const visit = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    if ('action_id' in node && typeof node.action_id === 'string') found.push(node as Found);
    for (const child of Object.values(node)) visit(child);
  };
  visit(all);
  return found;
}

/** The press of a button or menu that really was shown; of a menu the choice that begins with `choice`. */
export function pressed(desk: Desk, actionId: string, { choice = '', userId = 'UANA' } = {}): Fields {
  const optionOf = ({ options }: Found) => options?.find(({ value }) => value.startsWith(choice));
  const named = pressable(desk).filter(({ action_id: id }) => id === actionId || id.startsWith(`${actionId}:`));
  const found = named.findLast((one) => one.options === undefined || optionOf(one));
  if (!found) throw new Error(`Nothing that was shown has ${actionId} ${choice}.`);
  const option = optionOf(found);
  const chosen = found.type.startsWith('conversations')
    ? { selected_conversation: choice }
    : { value: found.value, ...(option ? { selected_option: option } : {}) };
  const isHome = actionId.startsWith('home.');
  const view = isHome
    ? { id: 'V1', type: 'home', hash: 'h1', private_metadata: '0', callback_id: '', blocks: [] }
    : null;
  return payload(userId, {
    type: 'block_actions',
    ...(view ? { view } : { channel: { id: 'CNEWS', name: 'news' }, response_url: desk.workspace.responseUrl }),
    container: view
      ? { type: 'view', view_id: 'V1' }
      : { type: 'message', channel_id: 'CNEWS', message_ts: '1.1', is_ephemeral: true },
    actions: [{ type: found.type, action_id: found.action_id, block_id: 'b', action_ts: '1.4', ...chosen }],
  });
}

/** The form that stands open, as it is or with something typed, sent or with one of its buttons pressed. */
export function sentForm(desk: Desk, typed: Typed = {}, { userId = 'UANA', button = '' } = {}): Fields {
  const { body = '', calls = 0 } = desk.acks.at(-1) ?? {};
  const answered = body === '' ? null : (JSON.parse(body) as { view?: Modal }).view;
  // A view in the answer stands until another is put in its place.
  const isLast = !desk.workspace.calls.slice(calls).some(({ method }) => method.startsWith('views.'));
  const modal = answered && isLast ? { ...answered, id: 'V1', hash: 'h1' } : lastModal(desk.workspace);
  const view = { ...modal, type: 'modal', state: { values: stateOf(modal, typed) } };
  if (button === '') return payload(userId, { type: 'view_submission', view, response_urls: [] });
  const actions = [{ type: 'button', action_id: button, block_id: 'b', value: '', action_ts: '1.4' }];
  return payload(userId, { type: 'block_actions', container: { type: 'view', view_id: modal.id }, view, actions });
}

/** A shortcut, on a message with this text or, without one, from anywhere. */
export function usedShortcut(desk: Desk, callbackId: string, text: string | null, userId = 'UANA'): Fields {
  const message = { type: 'message', user: 'UBEN', ts: '1.1', text };
  const onMessage = { channel: { id: 'CNEWS', name: 'news' }, message, message_ts: '1.1' };
  return payload(userId, {
    type: text === null ? 'shortcut' : 'message_action',
    callback_id: callbackId,
    action_ts: '1.4',
    ...(text === null ? {} : { ...onMessage, response_url: desk.workspace.responseUrl }),
  });
}

/** Opens the Home tab. */
export async function openHome(desk: Desk): Promise<void> {
  await tellEvent(await withSettings(desk.ctx), {
    type: 'app_home_opened',
    user: 'UANA',
    channel: 'D1',
    tab: 'home',
    event_ts: '1.1',
  });
}

/** Lets `seconds` pass, and all background work be done. */
export async function pass({ ctx, world }: Desk, seconds: number): Promise<void> {
  world.advance(seconds);
  await tick(ctx, { seconds: 3_600, queryBudget: 10_000 });
}

/**
 * Does one step: `type WORDS`, `press ACTION [CHOICE]`, `submit`, `home`, `pass SECONDS`, or a function. Whoever types,
 * presses and submits is Ana, the owner.
 */
export async function step(desk: Desk, what: Step): Promise<void> {
  desk.world.advance(1);
  if (typeof what !== 'string') {
    await what(desk);
    return;
  }
  const [verb, ...rest] = what.split(' ');
  const words = rest.join(' ');
  if (verb === 'type') await deliver(desk, signed(desk, typedCommand(desk, words)));
  else if (verb === 'press') await deliver(desk, signed(desk, pressed(desk, rest[0] ?? '', { choice: rest[1] ?? '' })));
  else if (verb === 'submit') await deliver(desk, signed(desk, sentForm(desk)));
  else if (verb === 'home') await openHome(desk);
  else if (verb === 'pass') await pass(desk, Number(words));
  else throw new Error(`Nobody knows how to ${verb}.`);
}

/** A step that fills the open form and sends it. */
export function fill(typed: Typed): Step {
  return async (desk) => deliver(desk, signed(desk, sentForm(desk, typed)));
}

/** A step that the database takes, for what no person could have done. */
export function sql(statement: string): Step {
  return ({ ctx }) => ctx.db.prepare(statement).all();
}
