import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { callResend, sharedStandIns } from './running-stand-ins.ts';

const standIns = sharedStandIns();

test('the mailbox shows a mail in a sandbox, lists it for tests and unsubscribes with one click', async () => {
  const asked: { method: string; url: string; body: string }[] = [];
  const newsroom = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push({ method: request.method ?? '', url: request.url ?? '', body });
    response.end();
  });
  await new Promise<void>((resolve) => newsroom.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void newsroom.close());
  const { port } = newsroom.address() as AddressInfo;

  const running = standIns();
  const { id } = await callResend(running, '/emails', {
    from: 'Newsroom <news@example.org>',
    to: ['reader@example.org'],
    subject: 'A & B <script>',
    html: '<html><head></head><body><a href="https://example.org">x</a></body></html>',
    text: 'plain part',
    headers: {
      'List-Unsubscribe': `<mailto:u@example.org>, <http://127.0.0.1:${port}/unsubscribe?t=1>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
  });
  const listed = (await (await fetch(`${running.pagesUrl}/mailbox.json`)).json()) as {
    mails: Record<string, unknown>[];
  };
  expect(listed.mails).toMatchObject([{ id, text: 'plain part', subject: 'A & B <script>' }]);
  const page = await (await fetch(`${running.pagesUrl}/mailbox/${id}`)).text();
  expect(page).toContain('<h1>A &amp; B &lt;script&gt;</h1>');
  const body = await fetch(`${running.pagesUrl}/mailbox/${id}/html`);
  expect(body.headers.get('content-security-policy')).toMatch(/^sandbox (?!.*allow-s)/);
  expect(await body.text()).toContain('<head><base target="_blank">');
  const done = await fetch(`${running.pagesUrl}/mailbox/${id}/unsubscribe`, { method: 'POST' });
  expect(await done.json()).toEqual({ status: 200 });
  expect(asked).toEqual([{ method: 'POST', url: '/unsubscribe?t=1', body: 'List-Unsubscribe=One-Click' }]);
});

test('pages of other origins can neither act nor reach the pages under another name', async () => {
  const running = standIns();
  const foreign = await fetch(`${running.pagesUrl}/slack/commands`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example', 'content-type': 'application/json' },
    body: JSON.stringify({ text: '/newsdesk status' }),
  });
  expect(foreign.status).toBe(403);
});
