import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { callResend, callSlack, dataFolder, type Running, sharedStandIns, startStandIns } from './running-stand-ins.ts';

const standIns = sharedStandIns();
const mail = {
  from: 'news@example.org',
  to: ['reader@example.org'],
  subject: 'Digest',
  html: '<p>Hello</p>',
  text: 'Hello',
};

async function history(running: Running) {
  const { messages } = await callSlack(running, 'conversations.history', { channel: running.channels.news });
  return messages as { ts: string; text: string; user: string }[];
}

test('a kill loses no Slack message, and channels, people and messages keep their ids', async () => {
  const folder = dataFolder();
  const first = await startStandIns(folder);
  const { news } = first.channels;
  const posted = await callSlack(first, 'chat.postMessage', { channel: news, text: 'first' });
  const doomed = await callSlack(first, 'chat.postMessage', { channel: news, text: 'second' });
  await callSlack(first, 'chat.postMessage', { channel: news, text: 'third' });
  const before = await history(first);
  await first.kill('SIGKILL');

  const second = await startStandIns(folder);
  expect(second.channels).toEqual(first.channels);
  expect(await history(second)).toEqual(before);
  const update = { channel: news, ts: String(posted.ts), text: 'first, edited' };
  expect(await callSlack(second, 'chat.update', update)).toMatchObject({ ok: true, ts: posted.ts });
  expect(await callSlack(second, 'chat.delete', { channel: news, ts: String(doomed.ts) })).toMatchObject({ ok: true });
  const later = await callSlack(second, 'chat.postMessage', { channel: news, text: 'fourth' });
  await second.kill('SIGKILL');

  const third = await startStandIns(folder);
  expect((await history(third)).map(({ text }) => text)).toEqual(['fourth', 'third', 'first, edited']);
  expect((await history(third)).map(({ ts }) => ts)).toContain(later.ts);
  const link = await callSlack(third, 'chat.getPermalink', { channel: news, message_ts: String(posted.ts) });
  expect(link.permalink).toBe(`${third.pagesUrl}/archives/${news}/p${String(posted.ts).replace('.', '')}`);
});

test('a kill loses no mail; ids, times and idempotency keys stay', async () => {
  const folder = dataFolder();
  const first = await startStandIns(folder);
  const key = { 'idempotency-key': 'mailing-7-batch-1' };
  const batch = await callResend(first, '/emails/batch', [mail, { ...mail, to: ['other@example.org'] }], key);
  const single = await callResend(first, '/emails', { ...mail, subject: 'Confirm' });
  await callResend(first, '/emails/batch', [mail, { ...mail, to: ['other@example.org'] }], key);
  const before = (await callResend(first, '/emails')).data;
  expect(before).toHaveLength(3);
  await first.kill('SIGKILL');

  const second = await startStandIns(folder);
  expect((await callResend(second, '/emails')).data).toEqual(before);
  expect(await callResend(second, '/emails/batch', [mail, { ...mail, to: ['other@example.org'] }], key)).toEqual(batch);
  expect(await callResend(second, `/emails/${single.id}`)).toMatchObject({ id: single.id, subject: 'Confirm' });
  expect((await callResend(second, '/emails')).data).toHaveLength(3);
  await second.kill('SIGKILL');

  const third = await startStandIns(folder);
  expect((await callResend(third, '/emails')).data).toEqual(before);
});

test('a request whose answer was never heard is there after the kill, under an id that stays', async () => {
  const folder = dataFolder();
  const first = await startStandIns(folder);
  await callResend(first, '/emails', mail, { 'idempotency-key': 'k' });
  await first.kill('SIGKILL');
  const path = join(folder, 'resend.journal.jsonl');
  const calls = readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.includes('"kind":"call"'));
  writeFileSync(path, `${calls.join('\n')}\n`);
  appendFileSync(path, '{"kind":"answer","id":1,"sta');

  const second = await startStandIns(folder);
  const [found] = (await callResend(second, '/emails')).data;
  const retried = await callResend(second, '/emails', mail, { 'idempotency-key': 'k' });
  expect(retried.id).toBe(found?.id);
  await second.kill('SIGKILL');

  const third = await startStandIns(folder);
  expect((await callResend(third, '/emails')).data.map(({ id }) => id)).toEqual([found?.id]);
});

test('mails older than a day come back once each, although their keys have expired', async () => {
  const folder = dataFolder();
  const first = await startStandIns(folder);
  const key = { 'idempotency-key': 'k' };
  await callResend(first, '/emails', mail, key);
  await callResend(first, '/emails', mail, key);
  const before = (await callResend(first, '/emails')).data;
  await first.kill('SIGKILL');
  const path = join(folder, 'resend.journal.jsonl');
  const yesterday = new Date(Date.now() - 30 * 3_600_000).toISOString();
  writeFileSync(path, readFileSync(path, 'utf8').replace(/"at":"[^"]+"/g, `"at":"${yesterday}"`));

  const second = await startStandIns(folder);
  const after = (await callResend(second, '/emails')).data;
  expect(after).toEqual(before.map((one) => ({ ...one, created_at: yesterday })));
  const fresh = await callResend(second, '/emails', { ...mail, subject: 'Another' }, key);
  expect(fresh.id).not.toBe(before[0]?.id);
  await second.kill('SIGKILL');

  const third = await startStandIns(folder);
  expect((await callResend(third, '/emails')).data.map(({ subject }) => subject)).toEqual(['Digest', 'Another']);
});

test('a batch of a hundred large mails goes through', async () => {
  const running = standIns();
  const html = `<p>${'x'.repeat(60_000)}</p>`;
  const mails = Array.from({ length: 100 }, (_, index) => ({ ...mail, to: [`r${index}@example.org`], html }));
  expect((await callResend(running, '/emails/batch', mails)).data).toHaveLength(100);
  expect((await callResend(running, '/emails')).data).toHaveLength(100);
});

test('callers without the right token or key are refused as the providers refuse them', async () => {
  const running = standIns();
  const asStranger = { headers: { authorization: 'Bearer xoxb-stranger' } };
  const slack = await fetch(`${running.slackApiUrl}auth.test`, { method: 'POST', ...asStranger });
  expect(await slack.json()).toEqual({ ok: false, error: 'invalid_auth' });
  expect((await fetch(`${running.resendBaseUrl}/emails`, asStranger)).status).toBe(403);
  expect((await fetch(`${running.resendBaseUrl}/emails`)).status).toBe(401);
  expect(await callSlack(running, 'auth.test', {})).toMatchObject({
    ok: true,
    bot_id: 'B0NEWSDESK',
    user_id: 'U0NEWSDESK',
  });
});

test('the stand-ins end with the process that started them', async () => {
  const running = await startStandIns(dataFolder());
  const ended = new Promise((resolve) => running.child.once('exit', resolve));
  running.child.disconnect();
  expect(await ended).toBe(0);
});
