import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { findInstall } from '../../src/db/desk/slack-installs.ts';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings } from '../../src/services/announcements/change-route.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';
import { connectionProblem, noteRevoked } from '../../src/services/desk/slack-connection.ts';
import { seal, unseal } from '../../src/services/seal.ts';
import { handleInstall } from '../../src/slack/install.ts';
import { botToken } from '../../src/slack/install-token.ts';
import { testContext, VARIABLES } from '../support/context.ts';
import { tellEvent } from '../support/slack-events.ts';

const { SLACK_BOT_TOKEN: _token, ...WITHOUT_TOKEN } = VARIABLES;
const CLIENT = { SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'a-client-secret-of-the-test' };
const FAR = '2027-12-01T00:00:00.000Z';
const OLD_KEY = VARIABLES.TOKEN_SECRET;
const NEW_KEYS = `k2:${'B'.repeat(43)}=,${OLD_KEY}`;

/** A newsroom without a token, before a Slack that gives `team` a token for any code. */
async function aNewsroom(team = 'T1') {
  const asked: URLSearchParams[] = [];
  const answer = {
    ok: true,
    access_token: 'xoxb-installed',
    scope: 'commands',
    bot_user_id: 'UBOT',
    authed_user: { id: 'UANA' },
  };
  const slack = { team };
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    asked.push(new URLSearchParams(body));
    response.setHeader('content-type', 'application/json');
    response.end(
      JSON.stringify({
        ...answer,
        bot_id: 'B1',
        user_id: 'UBOT',
        team_id: slack.team,
        team: { id: slack.team, name: 'Example' },
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const apiUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`;
  const { ctx, world } = await testContext();
  ctx.config = readConfig({ ...WITHOUT_TOKEN, ...CLIENT, SLACK_API_URL: apiUrl });
  return { ctx, world, slack, asked };
}

async function begin(ctx: Context, token = VARIABLES.ADMIN_TOKEN) {
  const body = new URLSearchParams({ token });
  const response = await handleInstall(
    ctx,
    new Request('https://news.example.com/slack/install', { method: 'POST', body }),
  );
  const to = response.headers.get('location');
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? '';
  return {
    response,
    url: to ? new URL(to) : null,
    state: to ? (new URL(to).searchParams.get('state') ?? '') : '',
    cookie,
  };
}

const comeBack = (ctx: Context, state: string, cookie: string) =>
  handleInstall(
    ctx,
    new Request(`https://news.example.com/slack/oauth?code=c&state=${state}`, { headers: { cookie } }),
  );

test('a workspace is connected by a click, its token sealed, and posts use it', async () => {
  const { ctx, world, asked } = await aNewsroom();
  await expect(botToken(ctx)).rejects.toThrow('No Slack workspace is connected');
  const { response, url, state, cookie } = await begin(ctx);
  expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax; Path=\/slack; Max-Age=600; Secure$/);
  expect(url?.searchParams.get('redirect_uri')).toBe('https://news.example.com/slack/oauth');
  expect((await comeBack(ctx, state, cookie)).status).toBe(200);
  expect(asked[0]?.get('code')).toBe('c');
  expect(await botToken(ctx)).toBe('xoxb-installed');
  expect((await findInstall(ctx.db))?.sealedToken).not.toContain('xoxb');
  expect(world.log.join('\n')).not.toContain('xoxb');
});

test('an install works once, within ten minutes, in its own browser, and only after the admin token', async () => {
  const { ctx, world } = await aNewsroom();
  expect((await begin(ctx, 'wrong')).response.status).toBe(403);
  const first = await begin(ctx);
  expect((await comeBack(ctx, first.state, '')).status).toBe(400);
  expect((await comeBack(ctx, first.state, 'slack_install=other')).status).toBe(400);
  expect((await comeBack(ctx, first.state, first.cookie)).status).toBe(200);
  expect((await comeBack(ctx, first.state, first.cookie)).status).toBe(400);
  const second = await begin(ctx);
  world.advance(601);
  expect((await comeBack(ctx, second.state, second.cookie)).status).toBe(400);
});

test('of a form that goes on and on no more is read than a token takes', async () => {
  const { ctx } = await aNewsroom();
  let given = 0;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      given += 65_536;
      controller.enqueue(new Uint8Array(65_536));
      if (given >= 8_000_000) controller.close();
    },
  });
  const init = { method: 'POST', body, duplex: 'half' };
  expect((await handleInstall(ctx, new Request('https://news.example.com/slack/install', init))).status).toBe(413);
  expect(given).toBeLessThan(500_000);
});

test('another workspace than the connected one is refused', async () => {
  const { ctx, slack } = await aNewsroom('T1');
  const first = await begin(ctx);
  await comeBack(ctx, first.state, first.cookie);
  slack.team = 'T2';
  const second = await begin(ctx);
  expect((await comeBack(ctx, second.state, second.cookie)).status).toBe(409);
  expect((await findInstall(ctx.db))?.teamId).toBe('T1');
});

test('after a revoked token nothing is lost; a new install goes on', async () => {
  const { ctx } = await aNewsroom();
  const first = await begin(ctx);
  await comeBack(ctx, first.state, first.cookie);
  await tellEvent(ctx, { type: 'tokens_revoked', tokens: { oauth: [], bot: ['UBOT'] }, event_ts: '1.1' });
  await expect(botToken(ctx)).rejects.toThrow('what waits stays');
  expect(await connectionProblem(ctx)).toContain('took its token back');
  expect(await noteRevoked(ctx, 'T1')).toBe(false);
  const again = await begin(ctx);
  await comeBack(ctx, again.state, again.cookie);
  expect(await botToken(ctx)).toBe('xoxb-installed');
  expect(await connectionProblem(ctx)).toBeNull();
});

test('what waited for a workspace goes out at the install, not at its next try', async () => {
  const { ctx, world } = await aNewsroom();
  await addRoute(ctx, { settings: defaultRouteSettings('CNEWS', null), by: 'api' });
  for (const title of ['One', 'Two']) await publishArticle(ctx, { article: { title, kind: 'science' }, by: 'api' });
  world.postOutcomes.push({ kind: 'refused', code: 'not_connected', retryAfterSeconds: 300 });
  await announceArticles(ctx, FAR);
  await announceArticles(ctx, FAR);
  const posts = () => world.posts.filter(({ note }) => note.kind === 'article').length;
  const before = posts();
  const first = await begin(ctx);
  await comeBack(ctx, first.state, first.cookie);
  await announceArticles(ctx, FAR);
  expect(posts() - before).toBe(2);
});

test('a revoked token of the environment is noted once, until another is set', async () => {
  const { ctx } = await testContext();
  expect(await connectionProblem(ctx)).toBeNull();
  expect([await noteRevoked(ctx, 'T1'), await noteRevoked(ctx, 'T1')]).toEqual([true, false]);
  expect(await connectionProblem(ctx)).toContain('set SLACK_BOT_TOKEN');
  ctx.config = { ...ctx.config, slack: { ...ctx.config.slack, botToken: 'xoxb-another' } };
  expect(await connectionProblem(ctx)).toBeNull();
});

test('a token sealed under an older key still opens and is sealed anew; a changed one does not open', async () => {
  const { ctx } = await aNewsroom();
  const first = await begin(ctx);
  await comeBack(ctx, first.state, first.cookie);
  ctx.config = readConfig({ ...WITHOUT_TOKEN, ...CLIENT, TOKEN_SECRET: NEW_KEYS });
  expect(await botToken(ctx)).toBe('xoxb-installed');
  expect((await findInstall(ctx.db))?.sealedToken).toMatch(/^k2\./);
  const sealed = await seal(ctx.config.tokenKeys, 'a', 'secret');
  expect(await unseal(ctx.config.tokenKeys, 'b', sealed)).toBeNull();
  const changed = sealed.replace(/\.(.)([^.]*)$/, (_, first, rest) => `.${first === 'A' ? 'B' : 'A'}${rest}`);
  expect(await unseal(ctx.config.tokenKeys, 'a', changed)).toBeNull();
});

test('without a token and without a client the start stops with the name of what is missing', () => {
  expect(() => readConfig(WITHOUT_TOKEN)).toThrow('SLACK_BOT_TOKEN is missing');
  expect(readConfig({ ...WITHOUT_TOKEN, ...CLIENT }).slack.botToken).toBe('');
});
