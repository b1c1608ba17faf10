import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signToken, type TokenPurpose } from '../../src/services/tokens.ts';
import { openWorkspace } from '../support/slack-workspace.ts';
import { signedHeaders } from '../support/svix.ts';
import { ask, askExample } from './ask.ts';
import { NOW } from './newsroom-rows.ts';
import { REQUESTS } from './requests.ts';
import { dump, idOf, SMALL, wholeNewsroom } from './whole-newsroom.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

async function house() {
  const { ctx } = await wholeNewsroom(SMALL, { SLACK_API_URL: workspace.apiUrl });
  await ask(ctx, '/health');
  return ctx;
}

/** One for all requests that must change nothing. */
const quiet = wholeNewsroom(SMALL).then(async ({ ctx }) => {
  await ask(ctx, '/health');
  return { ctx, before: await dump(ctx) };
});

const AT = Date.parse(NOW) / 1000;
type Sealed = { secret?: string; at?: number; body?: string; version?: string };

/** A request to the door of Slack, with one thing wrong or nothing. */
function slackRequest(
  signedFor: string,
  { secret = 'a-signing-secret-of-the-test', at = AT, body = signedFor, version = 'v0' }: Sealed = {},
): RequestInit {
  const hash = createHmac('sha256', secret).update(`v0:${at}:${signedFor}`).digest('hex');
  const headers = {
    'content-type': body.startsWith('{') ? 'application/json' : 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': String(at),
    'x-slack-signature': `${version}=${hash}`,
  };
  return { method: 'POST', body, headers };
}

const press = { type: 'button', action_id: 'feed_pause', block_id: 'b', value: idOf.feed(1), action_ts: '1.4' };
const BODIES: Record<string, string> = {
  command: String(
    new URLSearchParams({
      command: '/newsdesk',
      text: 'feeds remove 1',
      user_id: 'UANA',
      team_id: 'T1',
      channel_id: 'C',
    }),
  ),
  button: String(
    new URLSearchParams({
      payload: JSON.stringify({ type: 'block_actions', team: { id: 'T1' }, user: { id: 'UANA' }, actions: [press] }),
    }),
  ),
  view: String(
    new URLSearchParams({
      payload: JSON.stringify({
        type: 'view_submission',
        team: { id: 'T1' },
        user: { id: 'UANA' },
        view: {
          id: 'V1',
          type: 'modal',
          callback_id: 'newsroom_settings',
          private_metadata: '',
          state: { values: {} },
        },
      }),
    }),
  ),
  event: JSON.stringify({
    type: 'event_callback',
    team_id: 'T1',
    event_id: 'Ev1',
    event: { type: 'user_change', user: { id: 'UANA', deleted: true } },
  }),
};

test.each(Object.entries(BODIES))(
  '/slack/events: a %s that is unsigned, stale or foreign changes no row',
  async (_, body) => {
    const ctx = await house();
    const before = await dump(ctx);
    const wrong: RequestInit[] = [
      { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      slackRequest(body, { secret: 'the-signing-secret-of-another-app' }),
      slackRequest(body, { secret: '' }),
      slackRequest(body, { at: AT - 301 }),
      slackRequest(body, { at: AT + 301 }),
      slackRequest('', { body }),
      slackRequest(body, { body: `${body} ` }),
      slackRequest(body, { version: 'v1' }),
    ];
    for (const init of wrong) expect((await ask(ctx, '/slack/events', init)).status).toBe(401);
    expect(await dump(ctx)).toEqual(before);
  },
);

test('/slack/events: a command that is sent again byte for byte acts once', async () => {
  const ctx = await house();
  const fields = { command: '/newsdesk', text: 'feeds pause 1', user_id: 'UANA', team_id: 'T1', channel_id: 'C' };
  const body = String(new URLSearchParams({ ...fields, response_url: workspace.responseUrl, trigger_id: '1.2' }));
  const request = slackRequest(body);
  const before = await dump(ctx);
  expect((await ask(ctx, '/slack/events', request)).status).toBe(200);
  const after = await dump(ctx);
  expect(after).not.toEqual(before);
  expect((await ask(ctx, '/slack/events', request)).status).toBe(200);
  expect(await dump(ctx)).toEqual(after);
});

test('/webhooks/resend: an event that is unsigned, stale, foreign or replayed changes no row', async () => {
  const ctx = await house();
  const before = await dump(ctx);
  const { init } = REQUESTS['POST /webhooks/resend'] ?? {};
  const good = typeof init === 'function' ? init(ctx) : {};
  const body = String(good.body);
  const wrong: Record<string, string>[] = [
    {},
    signedHeaders(body, { secret: `whsec_${btoa('the secret of another account')}` }),
    signedHeaders(body, { at: Date.now() - 301_000 }),
    // Far enough that a slow test does not come within the five minutes.
    signedHeaders(body, { at: Date.now() + 360_000 }),
    { ...signedHeaders(body), 'svix-id': 'msg_2' },
    signedHeaders(`${body} `),
  ];
  for (const headers of wrong) {
    expect((await ask(ctx, '/webhooks/resend', { method: 'POST', body, headers })).status).toBe(401);
  }
  expect(await dump(ctx)).toEqual(before);
  await ask(ctx, '/webhooks/resend', good);
  const after = await dump(ctx);
  expect(after).not.toEqual(before);
  await ask(ctx, '/webhooks/resend', good);
  // The provider repeats an event under its id with a signature of its own.
  await ask(ctx, '/webhooks/resend', { ...good, headers: signedHeaders(body, { at: Date.now() - 10_000 }) });
  expect(await dump(ctx)).toEqual(after);
});

test('/websub: a push that is unsigned, foreign or for another feed changes no row', async () => {
  const ctx = await house();
  const before = await dump(ctx);
  const body = '<rss/>';
  const hmac = (secret: string, text = body) => createHmac('sha256', secret).update(text).digest('hex');
  const signatures = ['', 'sha256=', `sha256=${hmac('another')}`, `md5=${hmac('x')}`, `sha256=${hmac('', '')}`];
  for (const n of [1, 2, 3]) {
    for (const signature of signatures) {
      const headers: Record<string, string> = signature ? { 'x-hub-signature': signature } : {};
      await ask(ctx, `/websub/${idOf.feed(n)}`, { method: 'POST', body, headers });
    }
  }
  expect(await dump(ctx)).toEqual(before);
});

test.each(Object.entries(REQUESTS).filter(([route]) => route.includes('/api/') && !/openapi\.json$|docs$/.test(route)))(
  '%s without the admin token, or with another, changes and tells nothing',
  async (_route, example) => {
    const { ctx, before } = await quiet;
    const token = ctx.config.adminToken;
    for (const authorization of [
      '',
      token,
      `Bearer ${token}x`,
      `Bearer ${token.slice(1)}`,
      `Basic ${btoa(`:${token}`)}`,
      'Bearer ',
    ]) {
      const { status, text } = await askExample(ctx, example, { headers: { authorization } });
      expect([status, text.length < 300]).toEqual([403, true]);
    }
    expect(await dump(ctx)).toEqual(before);
  },
);

const FORMS: [path: string, purpose: TokenPurpose, subject: string, detail: string][] = [
  ['/confirm', 'confirm', idOf.reader(2), '1'],
  ['/confirm/not-me', 'confirm', idOf.reader(2), '1'],
  ['/unsubscribe', 'unsubscribe', idOf.reader(1), 'all'],
  ['/preferences', 'preferences', idOf.reader(1), ''],
  ['/preferences/details', 'details', idOf.reader(1), String(Date.parse(NOW) + 3_600_000)],
  ['/preferences/address', 'address', 'change000001', ''],
];

test.each(FORMS)(
  'POST %s with a token of another newsroom, purpose, reader or key changes no row',
  async (path, purpose, subject, detail) => {
    const ctx = await house();
    const before = await dump(ctx);
    const ours = ctx.config.tokenKeys;
    const theirs = [{ id: ours[0]?.id ?? '', secret: 'B'.repeat(43) }];
    const others: TokenPurpose[] = FORMS.map(([, other]) => other).filter((other) => other !== purpose);
    const good = signToken(ours, purpose, { subject, detail });
    const wrong = [
      '',
      'x',
      signToken(theirs, purpose, { subject, detail }),
      ...others.map((other) => signToken(ours, other, { subject, detail })),
      good.slice(0, -1),
      `${good}A`,
      good.replace(subject, idOf.reader(9)),
    ];
    const body = () => new URLSearchParams({ act: 'erase', sure: 'yes', undo: '1' });
    for (const t of wrong) await ask(ctx, `${path}?t=${t}`, { method: 'POST', body: body() });
    expect(await dump(ctx)).toEqual(before);
    await ask(ctx, `${path}?t=${good}`, { method: 'POST', body: body() });
    expect(await dump(ctx)).not.toEqual(before);
  },
);

test('the doors above are every POST that is not open to all', () => {
  // Leaving the desk only takes a cookie away.
  const open = ['POST /contact', 'POST /desk/leave', 'POST /subscribe'];
  const tried = [
    ...FORMS.map(([path]) => `POST ${path}`),
    'POST /slack/events',
    'POST /webhooks/resend',
    'POST /websub/:feedId',
    // The session behind a link from Slack; tried below.
    'POST /desk',
    // Its link is tried in the tests of the export itself.
    'POST /exports/readers',
  ];
  // Connecting a workspace by a click asks for the admin token in its form; test/slack/install.test.ts tries that door.
  const rest = Object.keys(REQUESTS).filter((route) => !/^GET |\/api\/|\/slack\/install/.test(route));
  expect(rest.filter((route) => !open.includes(route)).sort()).toEqual(tried.sort());
});

test('/desk: no link, a link of another kind or newsroom begins no session and changes no row', async () => {
  const { ctx, before } = await quiet;
  const ours = ctx.config.tokenKeys;
  const theirs = [{ id: ours[0]?.id ?? '', secret: 'B'.repeat(43) }];
  const claim = { subject: 'uana', detail: String(Date.parse(NOW) + 3_600_000) };
  const tokens = [
    '',
    'x',
    signToken(theirs, 'desk', claim),
    ...FORMS.map(([, purpose]) => signToken(ours, purpose, claim)),
  ];
  for (const t of tokens) {
    const { headers, status } = await ask(ctx, '/desk', { method: 'POST', body: new URLSearchParams({ t }) });
    expect([status, headers.get('set-cookie')]).toEqual([403, null]);
  }
  for (const path of ['/desk', '/desk/running']) {
    expect((await ask(ctx, path, { headers: { cookie: '__Host-newsdesk=x' } })).status).toBe(403);
  }
  expect(await dump(ctx)).toEqual(before);
});
