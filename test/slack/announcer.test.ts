import { afterAll, beforeAll, expect, test } from 'vitest';
import { createAnnouncer } from '../../src/slack/announcer.ts';
import { paragraph } from '../../src/slack/blocks/block.ts';
import { createScreen } from '../../src/slack/views/screen.ts';
import { createWebClient } from '../../src/slack/web-client.ts';
import { openWorkspace } from '../support/slack-workspace.ts';
import { notesOf } from '../support/slack-worst/notes.ts';
import { PLAIN } from '../support/slack-worst/worst.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace([]);
});
afterAll(() => workspace.close());

test('no post of any kind unfolds its links: Slack is told so each time', async () => {
  workspace.calls.length = 0;
  const announcer = createAnnouncer({ token: 'xoxb-test', apiUrl: workspace.apiUrl });
  for (const note of notesOf(PLAIN)) expect((await announcer.post('CNEWS', note)).kind).toBe('posted');
  const screen = createScreen(createWebClient('xoxb-test', workspace.apiUrl));
  await screen.say('CNEWS', { text: 'Hello.' });
  await screen.tell({ userId: 'UANA', channelId: null }, { text: 'Hello.' });
  const posts = workspace.calls.filter(({ method }) => method === 'chat.postMessage');
  expect(posts.length).toBe(notesOf(PLAIN).length + 2);
  for (const { fields } of posts) expect(fields).toMatchObject({ unfurl_links: 'false', unfurl_media: 'false' });
});

test.each([
  [undefined, {}],
  [{ ts: '1700000000.000100', isBroadcast: false }, { thread_ts: '1700000000.000100' }],
  [
    { ts: '1700000000.000100', isBroadcast: true },
    { thread_ts: '1700000000.000100', reply_broadcast: 'true' },
  ],
])('a post into the thread %j says so to Slack, and nothing more', async (thread, fields) => {
  const announcer = createAnnouncer({ token: 'xoxb-test', apiUrl: workspace.apiUrl });
  await announcer.post('CNEWS', { kind: 'work_trial' }, thread);
  const { reply_broadcast, thread_ts } = workspace.calls.at(-1)?.fields ?? {};
  expect(JSON.parse(JSON.stringify({ reply_broadcast, thread_ts }))).toEqual(fields);
});

test('an answer that a channel cannot show comes by direct message and says where it belongs', async () => {
  const screen = createScreen(createWebClient('xoxb-test', workspace.apiUrl));
  workspace.refusals.set('chat.postEphemeral', 'not_in_channel');
  await screen.tell({ userId: 'UANA', channelId: 'CNEWS' }, { text: 'Saved.', blocks: [paragraph('Saved.')] });
  const post = workspace.calls.findLast(({ method }) => method === 'chat.postMessage');
  expect(post?.fields).toMatchObject({ channel: 'UANA', text: 'About your form in <#CNEWS>: Saved.' });
  expect(JSON.parse(post?.fields.blocks ?? '[]')).toHaveLength(2);
  workspace.refusals.clear();
});

test.each([
  ['not_in_channel', 'refused'],
  ['channel_not_found', 'refused'],
  ['is_archived', 'refused'],
  ['token_revoked', 'refused'],
  ['account_inactive', 'refused'],
  ['invalid_blocks', 'refused'],
  ['msg_too_long', 'refused'],
  ['restricted_action', 'refused'],
  ['internal_error', 'unanswered'],
  ['fatal_error', 'unanswered'],
])('Slack’s %s to a post is %s', async (code, kind) => {
  workspace.refusals.set('chat.postMessage', code);
  const announcer = createAnnouncer({ token: 'xoxb-test', apiUrl: workspace.apiUrl });
  expect(await announcer.post('CNEWS', { kind: 'work_trial' })).toMatchObject({ kind, code });
  workspace.refusals.clear();
});
