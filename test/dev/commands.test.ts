import { expect, test } from 'vitest';
import { answer, startFakeNewsroom } from './fake-newsroom.ts';
import { callSlack, dataFolder, postToDoor, type Running, startStandIns } from './running-stand-ins.ts';

type Seen = { ts: string; text: string; plain: string; isPrivate: boolean; author: { kind: string; name: string } };

async function messages(running: Running, user = 'ana'): Promise<Seen[]> {
  const response = await fetch(`${running.pagesUrl}/slack/messages?channel=newsroom&user=${user}`);
  return ((await response.json()) as { messages: Seen[] }).messages;
}

const undo = { type: 'button', action_id: 'undo', text: { type: 'plain_text', text: 'Undo' }, value: '7' };

test('a typed command reaches the newsroom signed and complete, and its answers show to one person only', async () => {
  const newsroom = await startFakeNewsroom(() => ({
    later: [{ text: 'Working on it.' }, { text: 'Done: 3 readers.' }],
  }));
  const running = await startStandIns(dataFolder(), { BASE_URL: newsroom.url });
  const typed = await postToDoor(running, '/slack/commands', { text: '/newsdesk digest send', user: 'ben' });
  expect(typed.json).toMatchObject({
    notice: null,
    ack: null,
    responses: [{ plain: 'Working on it.' }, { plain: 'Done: 3 readers.' }],
  });
  const [sent] = newsroom.received;
  expect(sent?.isSigned).toBe(true);
  expect(sent?.form).toMatchObject({
    command: '/newsdesk',
    text: 'digest send',
    user_name: 'ben',
    channel_id: running.channels.news,
    channel_name: 'newsroom',
    team_id: 'T000000001',
    api_app_id: 'A0NEWSDESK',
  });
  expect(sent?.form.trigger_id).toMatch(/^\d+\.\d+\.\w+$/);
  expect(sent?.form).not.toHaveProperty('token');
  expect((await messages(running, 'ben')).map(({ plain, isPrivate }) => [plain, isPrivate])).toEqual([
    ['Working on it.', true],
    ['Done: 3 readers.', true],
  ]);
  expect(await messages(running, 'ana')).toEqual([]);
});

test('the acknowledgement itself may carry a message, as text or as JSON', async () => {
  const newsroom = await startFakeNewsroom(({ form }) =>
    form.text?.startsWith('plain') ? { body: 'as text' } : { json: { response_type: 'in_channel', text: 'as *JSON*' } },
  );
  const running = await startStandIns(dataFolder(), { BASE_URL: newsroom.url });
  const asText = await postToDoor(running, '/slack/commands', { text: '/newsdesk plain' });
  const asJson = await postToDoor(running, '/slack/commands', { text: '/newsdesk json' });
  expect(asText.json.ack).toMatchObject({ plain: 'as text', isInChannel: false });
  expect(asJson.json.ack).toMatchObject({ plain: 'as JSON', isInChannel: true });
  // People and channels come as Slack names them; what names nobody comes as it was typed.
  await postToDoor(running, '/slack/commands', {
    text: '/newsdesk plain @Ben viewer #newsroom #3 @nobody ana@example.org',
  });
  expect(newsroom.received.at(-1)?.form.text).toMatch(
    /^plain <@U\w+\|ben> viewer <#C\w+\|newsroom> #3 @nobody ana@example\.org$/,
  );
  const byBen = await messages(running, 'ben');
  expect(byBen.map(({ text, author }) => [text, author.kind])).toEqual([['as *JSON*', 'app']]);
});

test('a newsroom that answers 404 or 500 shows as dispatch_failed', async () => {
  const newsroom = await startFakeNewsroom(({ form }) => ({ status: Number(form.text), body: 'broken' }));
  const running = await startStandIns(dataFolder(), { BASE_URL: newsroom.url });
  for (const status of ['404', '500']) {
    const typed = await postToDoor(running, '/slack/commands', { text: `/newsdesk ${status}` });
    expect(typed.json.notice).toBe('/newsdesk failed with the error "dispatch_failed"');
  }
  const slackbot = { isPrivate: true, author: { name: 'Slackbot' } };
  expect(await messages(running)).toMatchObject([slackbot, slackbot]);
});

test('a newsroom that is not there shows as dispatch_failed, and an unknown command is named', async () => {
  const running = await startStandIns(dataFolder(), { BASE_URL: 'http://127.0.0.1:9' });
  const gone = await postToDoor(running, '/slack/commands', { text: '/newsdesk status' });
  expect(gone.json.notice).toBe('/newsdesk failed with the error "dispatch_failed"');
  const unknown = await postToDoor(running, '/slack/commands', { text: '/nope' });
  expect(unknown.json.notice).toContain('/nope is not a command');
});

test('a pressed button sends a signed block_actions payload, and the answer may replace the message', async () => {
  const newsroom = await startFakeNewsroom(() => ({ later: [{ replace_original: true, text: 'Taken back.' }] }));
  const running = await startStandIns(dataFolder(), { BASE_URL: newsroom.url });
  const blocks = [
    { type: 'section', text: { type: 'mrkdwn', text: '*Digest*' } },
    { type: 'actions', elements: [undo] },
  ];
  const { news } = running.channels;
  const { ts } = await callSlack(running, 'chat.postMessage', { channel: news, text: 'Digest', blocks });
  const pressed = await postToDoor(running, '/slack/actions', { channel: 'newsroom', ts, actionId: 'undo' });
  expect(pressed.status).toBe(200);
  const [sent] = newsroom.received;
  expect(sent?.isSigned).toBe(true);
  expect(sent?.payload).toMatchObject({
    type: 'block_actions',
    user: { username: 'ana', team_id: 'T000000001' },
    team: { id: 'T000000001' },
    channel: { id: news, name: 'newsroom' },
    container: { type: 'message', message_ts: ts, channel_id: news, is_ephemeral: false },
    message: { ts, text: 'Digest' },
    state: { values: {} },
    actions: [{ type: 'button', action_id: 'undo', block_id: 'block1', value: '7' }],
  });
  expect((await messages(running)).map(({ ts: at, plain }) => [at, plain])).toEqual([[ts, 'Taken back.']]);
});

test('a reply stands in its thread, a broadcast one in the channel too, and its buttons can be pressed in either', async () => {
  const newsroom = await startFakeNewsroom(() => ({}));
  const running = await startStandIns(dataFolder(), { BASE_URL: newsroom.url });
  const blocks = [{ type: 'actions', elements: [undo] }];
  const post = async (text: string, fields: object) =>
    String(
      (await callSlack(running, 'chat.postMessage', { channel: running.channels.news, text, blocks, ...fields })).ts,
    );
  const first = await post('First', {});
  const reply = await post('Reply', { thread_ts: first });
  const shown = await post('Shown', { thread_ts: first, reply_broadcast: true });
  expect(await messages(running)).toMatchObject([
    { ts: first, replies: [{ ts: reply }, { ts: shown }] },
    { ts: shown, replies: [] },
  ]);
  for (const ts of [reply, shown]) {
    await postToDoor(running, '/slack/actions', { channel: 'newsroom', ts, actionId: 'undo' });
    expect(newsroom.received.at(-1)?.payload).toMatchObject({
      container: { message_ts: ts },
      message: { thread_ts: first },
    });
  }
  const page = await (await fetch(`${running.pagesUrl}/slack`)).text();
  expect([first, reply, shown].map((ts) => page.split(`data-ts="${ts}" data-thread="${first}"`).length - 1)).toEqual([
    1, 1, 2,
  ]);
  expect(page.split(`id="p${shown.replace('.', '')}"`)).toHaveLength(2);
});

test('a button in a private message replaces or deletes that message', async () => {
  const actions = [{ type: 'actions', elements: [undo, { ...undo, action_id: 'close' }] }];
  const newsroom = await startFakeNewsroom(({ payload }) => {
    if (!payload) return { later: [{ text: 'Sending in 60 seconds', blocks: actions }] };
    const [{ action_id: id }] = payload.actions as [{ action_id: string }];
    return {
      later: [
        id === 'close' ? { delete_original: true } : { replace_original: true, text: 'Stopped', blocks: actions },
      ],
    };
  });
  const running = await startStandIns(dataFolder(), { BASE_URL: newsroom.url });
  await postToDoor(running, '/slack/commands', { text: '/newsdesk digest send' });
  const [shown] = await messages(running);
  await postToDoor(running, '/slack/actions', { channel: 'newsroom', ts: shown?.ts, actionId: 'undo' });
  expect(newsroom.received[1]?.payload).toMatchObject({ container: { is_ephemeral: true } });
  expect(newsroom.received[1]?.payload).not.toHaveProperty('message');
  expect((await messages(running)).map(({ text }) => text)).toEqual(['Stopped']);
  await postToDoor(running, '/slack/actions', { channel: 'newsroom', ts: shown?.ts, actionId: 'close' });
  expect(await messages(running)).toEqual([]);
});

test('a response_url takes five answers, also after a restart', async () => {
  const newsroom = await startFakeNewsroom(() => ({}));
  const folder = dataFolder();
  const first = await startStandIns(folder, { BASE_URL: newsroom.url });
  await postToDoor(first, '/slack/commands', { text: '/newsdesk status', waitMs: 0 });
  const url = String(newsroom.received[0]?.form.response_url);
  expect(await answer(url, { text: 'one' })).toBe(200);
  await first.kill('SIGKILL');
  const second = await startStandIns(folder, { BASE_URL: newsroom.url });
  const moved = url.replace(first.pagesUrl, second.pagesUrl);
  for (const text of ['two', 'three', 'four', 'five']) expect(await answer(moved, { text })).toBe(200);
  expect(await answer(moved, { text: 'six' })).toBe(404);
  expect((await messages(second)).map(({ text }) => text)).toEqual(['one', 'two', 'three', 'four', 'five']);
});

test('text that is no command is posted as the person, inert', async () => {
  const running = await startStandIns(dataFolder());
  await postToDoor(running, '/slack/commands', { text: 'hello <!channel>', user: 'ben', waitMs: 0 });
  const [posted] = await messages(running);
  expect(posted).toMatchObject({ text: 'hello &lt;!channel&gt;', author: { name: 'Ben Zhou', kind: 'person' } });
  const page = await (await fetch(`${running.pagesUrl}/slack/${running.channels.news}`)).text();
  expect(page).toContain('hello &lt;!channel&gt;');
});

test('an ephemeral message of the newsroom shows to its reader', async () => {
  const running = await startStandIns(dataFolder());
  const { members } = await callSlack(running, 'users.list', {});
  const ben = (members as { id: string; name: string }[]).find(({ name }) => name === 'ben');
  const post = { channel: running.channels.news, user: ben?.id, text: 'For Ben' };
  expect(await callSlack(running, 'chat.postEphemeral', post)).toMatchObject({ ok: true });
  expect(await messages(running, 'ben')).toMatchObject([{ text: 'For Ben', isPrivate: true }]);
  expect(await messages(running, 'ana')).toEqual([]);
});
