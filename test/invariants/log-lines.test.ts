import { afterAll, beforeAll, expect, test } from 'vitest';
import { readFolders } from '../../scripts/check-files.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { tick } from '../../src/tick.ts';
import { aDocument, anItem, testContext } from '../support/context.ts';
import { tellEvent } from '../support/slack-events.ts';
import { openWorkspace } from '../support/slack-workspace.ts';
import { signedHeaders, WEBHOOK_SECRET } from '../support/svix.ts';
import { ask, form } from './ask.ts';

/** Stands in every name, address, text and secret of the story below; nothing that may be logged holds it. */
const MARK = /zq9/i;
const ADDRESS = 'zq9.reader@zq9mail.example';
const PERSON = { name: 'Zq9 Name', email: ADDRESS, company: 'Zq9 Ltd', occupation: 'Zq9 work' };
const FEED = 'https://press.example.org/feed.xml';
const LIMITS = { seconds: 50, queryBudget: 700 };

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

/** A newsroom whose every secret and person has the mark. */
async function newsroom() {
  const { ctx, world } = await testContext({
    SLACK_API_URL: workspace.apiUrl,
    SEND_HOLD_SECONDS: '0',
    RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET,
    SLACK_BOT_TOKEN: 'xoxb-zq9-token',
    SLACK_SIGNING_SECRET: 'zq9-signing-secret',
    RESEND_API_KEY: 're_zq9key',
    ADMIN_TOKEN: 'zq9-admin-token-with-24-letters',
  });
  const mails = () => [...world.accepted.values()].flat();
  return {
    ctx,
    world,
    mails,
    async work() {
      await tick(ctx, LIMITS);
      world.advance(61);
    },
    /** The newest link to a path in any mail, inside the newsroom. */
    linkTo(path: string) {
      const links = mails().flatMap(({ text }) => text.match(new RegExp(`/${path}\\?t=[\\w.-]+`, 'g')) ?? []);
      return links.at(-1) ?? '';
    },
  };
}
type Newsroom = Awaited<ReturnType<typeof newsroom>>;

test('a story of every kind of work leaves no address, name or token in any log line', async () => {
  const room = await newsroom();
  const { ctx, mails, world } = room;
  await staffAct(room);
  await scriptsAct(room);
  const own = await aReaderActs(room);
  await mailsFail(room);
  await providersFail(room);
  await weFail(room);
  await ask(ctx, own, form({ act: 'erase', sure: 'yes' }));
  await room.work();

  const tokens = mails().flatMap(({ text }) => text.match(/(?<=[?&]t=)[\w.-]+/g) ?? []);
  expect(tokens.length).toBeGreaterThan(4);
  expect(new Set(world.log.map((line) => JSON.parse(line).event)).size).toBeGreaterThan(14);
  expect(world.log.filter((line) => MARK.test(line))).toEqual([]);
  expect(world.log.filter((line) => tokens.some((token) => line.includes(token)))).toEqual([]);
  expect(world.log.filter((line) => line.includes('192.0.2.9'))).toEqual([]);
});

/** Staff: feeds with credentials, addresses where none belong, words nobody knows. */
async function staffAct({ ctx, world }: Newsroom): Promise<void> {
  world.feeds.set(FEED, aDocument([anItem({ title: 'Zq9 headline' })]));
  const typed = [
    `feeds add ${FEED} here`,
    'feeds add https://zq9user:zq9pass@press.example.org/feed.xml?key=zq9key here',
    `staff add ${ADDRESS} editor`,
    `zq9 ${ADDRESS}`,
    `post ${ADDRESS}`,
    'status',
    'queue',
    `articles ${ADDRESS}`,
    `feeds check ${ADDRESS}`,
    `topics add Zq9 topic`,
    'log',
  ];
  for (const text of typed) await workspace.type(ctx, text, 'UANA');
  await tellEvent(ctx, { type: 'app_home_opened', user: 'UANA', channel: 'D1', tab: 'home', event_ts: '1.1' });
  await tellEvent(ctx, { type: 'user_change', user: { id: 'UBEN', deleted: true, profile: PERSON }, event_ts: '1.2' });
}

/** Scripts: an article, and a back catalogue with a bad row. */
async function scriptsAct({ ctx }: Newsroom): Promise<void> {
  const headers = { authorization: `Bearer ${ctx.config.adminToken}`, 'content-type': 'application/json' };
  const post = (path: string, body: unknown) => ask(ctx, path, { method: 'POST', headers, body: JSON.stringify(body) });
  await post('/api/v1/articles', { title: 'Zq9 release', body: `Write to ${ADDRESS}.`, kind: 'press_release' });
  const old = { url: 'https://old.example.org/zq9', path: '/zq9', publishedAt: '2019-05-17T00:00:00Z' };
  const rows = [
    { line: 1, title: 'Zq9 old', ...old },
    { line: 2, title: ADDRESS, url: ADDRESS },
  ];
  await post('/api/v1/articles/import', { rows });
}

/** A reader: sign-up, refused fields, confirm, choices, own details, another address. Answers the link to their details. */
async function aReaderActs({ ctx, linkTo, work }: Newsroom): Promise<string> {
  await ask(ctx, '/subscribe', form({ ...PERSON, email: 'zq9' }));
  await ask(ctx, '/subscribe', form(PERSON));
  await work();
  expect((await ask(ctx, linkTo('confirm'), form({}))).status).toBe(200);
  await work();
  await ask(ctx, '/subscribe', form(PERSON));
  const choices = linkTo('preferences');
  expect((await ask(ctx, choices, form({ act: 'save', frequency: 'weekly' }))).status).toBe(200);
  await ask(ctx, choices, form({ act: 'link' }));
  await work();
  const own = linkTo('preferences/details');
  await ask(ctx, own, form({ act: 'save', ...PERSON, company: 'Zq9 again' }));
  await ask(ctx, own, form({ act: 'address', email: 'zq9.new@zq9mail.example' }));
  await ask(ctx, own, form({ act: 'export' }));
  await work();
  await ask(ctx, linkTo('preferences/address'), form({}));
  await ask(ctx, '/contact', form({ ...PERSON, message: `Zq9 question, call ${ADDRESS}`, outlet: 'Zq9 Times' }));
  await work();
  return own;
}

/** Mail that is refused with the address in the provider's words, then gets no answer, and is sent at last. */
async function mailsFail({ ctx, work, world }: Newsroom): Promise<void> {
  const message = `${ADDRESS} is no address`;
  world.onSend = () => ({ kind: 'refused', code: 'validation_error', message, stop: true, retryAfterSeconds: null });
  await sendDigest(ctx, { by: 'slack:UANA', reportChannel: 'CNEWS', typedCount: null });
  await work();
  world.onSend = () => ({ kind: 'unanswered', code: 'timeout', message: `to ${ADDRESS}`, retryAfterSeconds: null });
  await ctx.db.prepare(`UPDATE mailing SET state = 'sending'`).all();
  await work();
  world.onSend = null;
  await work();
}

/** A bounce that names the address, genuine and forged; a feed and Slack that fail in such words. */
async function providersFail({ ctx, work, world }: Newsroom): Promise<void> {
  const bounce = JSON.stringify({
    type: 'email.bounced',
    created_at: ctx.now(),
    data: { email_id: 'em-1', to: [ADDRESS], tags: {}, bounce: { type: 'Permanent', message: `no ${ADDRESS}` } },
  });
  await ask(ctx, '/webhooks/resend', { method: 'POST', body: bounce, headers: signedHeaders(bounce) });
  await ask(ctx, '/webhooks/resend', { method: 'POST', body: bounce, headers: { 'svix-id': ADDRESS } });
  const message = `no access for ${ADDRESS} with Bearer zq9token`;
  world.feeds.set(FEED, { kind: 'failed', reason: 'refused', message, retryAfterSeconds: null });
  world.postOutcomes.push({ kind: 'refused', code: 'channel_not_found', retryAfterSeconds: null });
  world.advance(86_400);
  await work();
  await work();
}

/** Failures of ours that carry what was bound, and requests that try to be logged. */
async function weFail({ ctx }: Newsroom): Promise<void> {
  const broken = { ...ctx, db: { ...ctx.db, batch: () => Promise.reject(new Error(`UNIQUE failed for ${ADDRESS}`)) } };
  await ask(broken, '/subscribe', form(PERSON));
  await ask(ctx, `/articles/${ADDRESS}?t=zq9token`);
  await ask(ctx, `/unsubscribe?t=u.k1.${'zq9'.repeat(4)}..AAAAAAAAAAAAAAAAAAAAAA`, form({}));
}

/** What a line may say: ids, counts, codes, states, milliseconds, times. A new name is added here by somebody who thought of it. */
const FIELDS = new Set(
  `action alerts answer announcement bad contact import new article articles asked attempts batch batches changed code count date decision detail
  failures feed feedId flood form isAhead isConfirmed isNew isTaken kind lane level mailing message migrations ms mode note outcome
  page perHour port readers reason redirects reference revision role routes rows schedule state stories submitted subscriber summary
  topics type unknown`.split(/\s+/),
);
/** Whole objects that are logged, each a row of counts. */
const SPREADS = new Set(['...result']);

/** The fields of every call of the log in a source: its last argument, where that is an object. */
function loggedFields(source: string): { line: number; fields: string[] }[] {
  return [...source.matchAll(/\blog\.(?:info|warn|error)\(/g)].map((match) => {
    let [depth, at] = [1, match.index + match[0].length];
    for (; depth > 0 && at < source.length; at += 1) depth += { '(': 1, ')': -1 }[source[at] ?? ''] ?? 0;
    const given = source.slice(match.index + match[0].length, at - 1).replace(/'(?:[^'\\]|\\.)*'/g, "''");
    const object = /\{([\s\S]*)\}\s*,?\s*$/.exec(given)?.[1] ?? '';
    // Only the top level counts: what stands in brackets belongs to a value.
    const top = object.replace(/\([^()]*\)|\{[^{}]*\}|\[[^[\]]*\]/g, '');
    const parts = top
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean);
    const line = source.slice(0, match.index).split('\n').length;
    return { line, fields: parts.map((part) => part.split(':')[0]?.trim() ?? '') };
  });
}

/** Names behind which a value of a person or a secret may hide, whatever the field is called. */
const VALUES = /\b(?:email\w*|address|name|title|token|secret|text|body|html|url|headers?)\b(?!\s*\()/;

test('every call of the log names fields from the list, and no value of a person', () => {
  const files = readFolders(['src'], ['.ts', '.tsx']);
  const calls = [...files].flatMap(([path, text]) => loggedFields(text).map((call) => ({ path, ...call })));
  expect(calls.length).toBeGreaterThan(60);
  const unknown = calls.flatMap(({ path, line, fields }) =>
    fields.filter((field) => !FIELDS.has(field) && !SPREADS.has(field)).map((field) => `${path}:${line}: ${field}`),
  );
  expect(unknown).toEqual([]);
  const values = [...files].flatMap(([path, text]) =>
    [...text.matchAll(/\blog\.(?:info|warn)\(\s*'[^']*',\s*(\{[^}]*\})/g)]
      .filter((match) => VALUES.test((match[1] ?? '').replace(/\w+:/g, '')))
      .map((match) => `${path}: ${match[0]}`),
  );
  expect(values).toEqual([]);
});

test('the list would refuse a field that names a person', () => {
  const source = `ctx.log.info('a.b', { feed: feed.publicId, email: s.email, ...subscriber });`;
  expect(loggedFields(source)).toEqual([{ line: 1, fields: ['feed', 'email', '...subscriber'] }]);
  expect(FIELDS.has('email') || FIELDS.has('name') || FIELDS.has('token')).toBe(false);
});

test('nothing in src writes to the console but the log', () => {
  const files = readFolders(['src'], ['.ts', '.tsx']);
  const written = [...files].filter(([path, text]) => !path.includes('/client/') && /\bconsole\.\w+\(/.test(text));
  expect(written.map(([path]) => path)).toEqual(['src/log.ts']);
});
