import { createServer, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, onTestFinished, test } from 'vitest';
import { createTurnstile } from '../src/services/readers/signup-challenge.ts';

/** A siteverify server; `answer` writes what it says to each form it gets. */
async function siteverify(answer: (response: ServerResponse) => void) {
  const forms: Record<string, string>[] = [];
  const server = createServer(async (request, response) => {
    forms.push(Object.fromEntries(new URLSearchParams(await text(request))));
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('There is no port.');
  const verifyUrl = `http://127.0.0.1:${address.port}/siteverify`;
  const challenge = createTurnstile({ secret: 'its-secret', hosts: ['www.example.com'], verifyUrl, fetch });
  return { challenge, forms };
}

const json =
  (body: unknown, status = 200): ((response: ServerResponse) => void) =>
  (response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

const CASES: [string, (response: ServerResponse) => void, string][] = [
  ['a token of our own host passes', json({ success: true, hostname: 'www.example.com' }), 'passed'],
  ['one of another host fails', json({ success: true, hostname: 'evil.example' }), 'failed'],
  ['one that was spent fails', json({ success: false, 'error-codes': ['timeout-or-duplicate'] }), 'failed'],
  [
    'one of our form passes by its action',
    json({ success: true, hostname: 'www.example.com', action: 'subscribe' }),
    'passed',
  ],
  [
    'one that another form of the site earned fails',
    json({ success: true, hostname: 'www.example.com', action: 'login' }),
    'failed',
  ],
  ['an invalid token fails', json({ success: false, 'error-codes': ['invalid-input-response'] }), 'failed'],
  ['an answer of no shape fails', json({ success: 'true', hostname: 'www.example.com' }), 'failed'],
  ['trouble of its own leaves it open', json({ success: false, 'error-codes': ['internal-error'] }), 'unanswered'],
  ...['missing-input-secret', 'invalid-input-secret'].map((code): (typeof CASES)[number] => [
    `"${code}" is our doing, not the visitor's`,
    json({ success: false, 'error-codes': [code] }),
    'misset',
  ]),
  ['a server in trouble leaves it open', json({ success: true }, 500), 'unanswered'],
  [
    'a page in place of JSON leaves it open',
    (response: ServerResponse): void => void response.end('<html>'),
    'unanswered',
  ],
  ['a cut connection leaves it open', (response: ServerResponse): void => void response.destroy(), 'unanswered'],
];

test.each(CASES)('%s', async (_, answer, said) => {
  const { challenge, forms } = await siteverify(answer);
  expect(await challenge.check('a-token', '203.0.113.9')).toBe(said);
  expect(forms).toEqual([{ secret: 'its-secret', response: 'a-token', remoteip: '203.0.113.9' }]);
});

test('a visitor whose address is unknown is checked without one', async () => {
  const { challenge, forms } = await siteverify(json({ success: true, hostname: 'www.example.com' }));
  expect(await challenge.check('a-token', null)).toBe('passed');
  expect(forms[0]).not.toHaveProperty('remoteip');
});
