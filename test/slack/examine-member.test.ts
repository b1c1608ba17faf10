import { createServer } from 'node:http';
import { expect, onTestFinished, test } from 'vitest';
import { examineMember } from '../../src/slack/examine-member.ts';

/** A Slack that answers users.info with `body`. */
async function slack(body: unknown): Promise<string> {
  const server = createServer((_, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('There is no port.');
  return `http://127.0.0.1:${address.port}/api/`;
}

test.each([
  ['a member', { ok: true, user: { id: 'UANA', deleted: false } }, 'here'],
  ['one who was deactivated', { ok: true, user: { id: 'UANA', deleted: true } }, 'left'],
  ['another one', { ok: true, user: { id: 'UBEN', deleted: true } }, 'unknown'],
  ['nobody of that id', { ok: false, error: 'user_not_found' }, 'unknown'],
  ['a refused token', { ok: false, error: 'token_revoked' }, 'unknown'],
])('%s', async (_, body, standing) => {
  const apiUrl = await slack(body);
  expect(await examineMember({ token: async () => 'xoxb-test', apiUrl }, 'UANA')).toBe(standing);
});

test('without a workspace nothing is known', async () => {
  const token = () => Promise.reject(new Error('not connected'));
  expect(await examineMember({ token, apiUrl: null }, 'UANA')).toBe('unknown');
});
