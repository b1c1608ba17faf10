import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort, startProgram, until } from '../support/program.ts';

const NEWS = 'C0NEWS00';
const DESK = 'C0DESK00';

const bodyOf = async (request: IncomingMessage) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  return new URLSearchParams(body);
};

/** A Slack that takes posts, and keeps its answers to itself while it is `silent`; beside it a feed with one article. */
async function openOutside() {
  const posts: { channel: string; text: string }[] = [];
  const state = { silent: true, posts };
  const server = createServer(async (request, response) => {
    if (request.url === '/feed.xml') {
      response.end(
        '<rss version="2.0"><channel><title>Wire</title><item><title>Only once</title><guid>1</guid></item></channel></rss>',
      );
      return;
    }
    const form = await bodyOf(request);
    if (request.url?.endsWith('/chat.postMessage'))
      posts.push({ channel: form.get('channel') ?? '', text: form.get('text') ?? '' });
    if (state.silent && request.url?.endsWith('/chat.postMessage')) return;
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        ok: true,
        ts: `1700000000.00000${posts.length}`,
        channel: form.get('channel'),
        bot_id: 'B1',
        user_id: 'U1',
        team_id: 'T1',
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { state, host, close: () => server.closeAllConnections() };
}

test('with accounts set, killed after Slack took a post and before its answer: the post is asked about and never repeated', async () => {
  const outside = await openOutside();
  const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-lost-'));
  const port = freePort();
  const env = {
    BASE_URL: `http://127.0.0.1:${port}`,
    HOST: '127.0.0.1',
    MAIL_FROM: 'news@example.com',
    POSTAL_ADDRESS: '1 Example Street',
    SLACK_BOT_TOKEN: 'xoxb-real-looking',
    SLACK_SIGNING_SECRET: 'a-signing-secret-of-a-test',
    SLACK_REVIEW_CHANNEL: DESK,
    SLACK_API_URL: `http://${outside.host}/api/`,
    RESEND_API_KEY: 're_test',
    TOKEN_SECRET: `k1:${'B'.repeat(43)}=`,
    ADMIN_TOKEN: 'an-admin-token-for-this-test',
    PRIVATE_FEED_HOSTS: outside.host,
  };
  const start = () => startProgram({ runtime: 'node', port, dataDir, env });
  let program = await start();
  try {
    expect(program.output()).not.toContain('Local Slack');
    const added = await fetch(`${program.base}/api/v1/feeds`, {
      method: 'POST',
      headers: { authorization: `Bearer ${env.ADMIN_TOKEN}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url: `http://${outside.host}/feed.xml`, channel: NEWS, startWith: 'newest_1' }),
    });
    expect(added.status).toBe(201);
    await until(() => outside.state.posts.length === 1);
    await program.kill();
    outside.state.silent = false;
    program = await start();
    await until(() => outside.state.posts.length === 2);
    await program.kill();
    program = await start();
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    expect(outside.state.posts.map((post) => post.channel)).toEqual([NEWS, DESK]);
    expect(outside.state.posts[1]?.text).toContain('Only once');
  } finally {
    await program.kill();
    outside.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
