import { expect, test } from 'vitest';
import { bundleEmbed } from '../../scripts/build-embed.ts';
import { EMBED_SCRIPT } from '../../src/http/embed/embed-script.generated.ts';
import { readerStringsFor } from '../../src/http/pages/strings/readers.ts';
import type { Context } from '../../src/services/context.ts';
import { SettingsShape } from '../../src/services/newsroom-settings.ts';
import { examineNewsroom } from '../../src/services/operate/doctor.ts';
import type { SignupPolicy } from '../../src/services/readers/signup-settings.ts';
import { tick } from '../../src/tick.ts';
import { testContext } from '../support/context.ts';
import { askApp, formPost } from './app.ts';

const GOOD = { name: 'Ana', email: 'ana@example.org' };

async function newsroom(signup: Partial<SignupPolicy> = {}, variables: Record<string, string> = {}) {
  const { ctx: bare, world } = await testContext(variables);
  const ctx: Context = { ...bare, settings: SettingsShape.parse({ signup }) };
  return { ctx, world, ask: askApp(ctx) };
}

function post(fields: Record<string, unknown>, headers: Record<string, string> = {}): RequestInit {
  return {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ ...GOOD, ...fields }),
  };
}

function browserForm(fields: Record<string, string>): RequestInit {
  return { ...formPost({ ...GOOD, ...fields }), headers: { accept: 'text/html,application/xhtml+xml' } };
}

async function count(ctx: Context, table: string): Promise<number> {
  return Number((await ctx.db.prepare(`SELECT COUNT(*) AS n FROM ${table}`).all()).results[0]?.n);
}

async function problemsOf(answer: Response) {
  const { error } = (await answer.json()) as { error: { fields: Record<string, string>; suggestion?: string } };
  return error;
}

test('a form that a script sends gets JSON, one that a browser follows gets a page', async () => {
  const { ask } = await newsroom();
  const byFetch = await ask('/subscribe', { ...formPost(GOOD), headers: { accept: '*/*' } });
  expect([byFetch.status, await byFetch.json()]).toEqual([202, { status: 'confirmation_sent' }]);
  const followed = await ask('/subscribe', browserForm({ email: 'ben@example.org' }));
  expect(followed.headers.get('content-type')).toContain('text/html');
});

test.each([
  [{ email: 'ana@gmial.com' }, {}, 'email'],
  [{ email: 'ana@sub.mailinator.com' }, {}, 'email'],
  [{ email: 'ana@trash.example' }, { disposableDomains: ['trash.example'] }, 'email'],
  [{ email: 'info@example.org' }, { roleAddresses: 'refuse' as const }, 'email'],
  [{}, { needsConsentTick: true }, 'consent'],
])('%j under %j is refused with one message for %s, and nothing is stored', async (fields, signup, field) => {
  const { ask, ctx } = await newsroom(signup);
  const answer = await ask('/subscribe', post(fields));
  expect(answer.status).toBe(422);
  expect(Object.keys((await problemsOf(answer)).fields)).toEqual([field]);
  expect(await count(ctx, 'subscriber')).toBe(0);
});

test('a likely slip is asked about once: sent again as it is, it is meant so', async () => {
  const { ask, ctx } = await newsroom();
  const asked = await problemsOf(await ask('/subscribe', post({ email: 'ana@gmial.com' })));
  expect(asked.suggestion).toBe('ana@gmail.com');
  expect((await ask('/subscribe', post({ email: 'ana@gmial.com', typed: 'ana@gmial.com' }))).status).toBe(202);
  const page = await (await ask('/subscribe', browserForm({ email: 'ben@gmial.com' }))).text();
  expect(page).toMatch(/name="typed" value="ben@gmial.com"/);
  expect(page).toContain('ben@gmail.com');
  expect(await count(ctx, 'subscriber')).toBe(1);
});

test('what was agreed to is kept word by word, with the page, the network as a pseudonym and the source', async () => {
  const { ask, ctx } = await newsroom({ needsConsentTick: true, consentText: { en: 'I want the news of Example.' } });
  const page = await (await ask('/subscribe?lang=en')).text();
  expect(page).toContain('I want the news of Example.');
  const terms = /name="terms" value="(\w+)"/.exec(page)?.[1] ?? '';
  const referer = 'https://www.example.com/press?utm=secret';
  expect((await ask('/subscribe', post({ terms, consent: 'yes', source: 'footer' }, { referer }))).status).toBe(202);
  const { results } = await ctx.db
    .prepare('SELECT c.*, t.text FROM consent c JOIN consent_text t ON t.version = c.text_version')
    .all();
  expect(results).toMatchObject([
    {
      act: 'requested',
      text: 'I want the news of Example.',
      page: 'https://www.example.com/press',
      detail: '{"source":"footer"}',
    },
  ]);
  expect(String(results[0]?.address_hash)).toMatch(/^[\w-]{22}$/);
});

test.each([
  ['https://www.example.com/thanks', 303],
  ['https://www.example.com/thanks/de', 303],
  ['https://www.example.com/thanks-evil', 200],
  ['https://evil.example/thanks', 200],
  ['https://www.example.com.evil.example/thanks', 200],
  ['https://www.example.com@evil.example/thanks', 200],
  ['https://user@www.example.com/thanks', 200],
  ['//evil.example', 200],
  ['javascript:alert(1)', 200],
  ['https://www.example.com/thanks/../other', 200],
])('return_to %s answers %i', async (returnTo, status) => {
  const { ask } = await newsroom({ returnTo: ['https://www.example.com/thanks'] });
  const answer = await ask('/subscribe', browserForm({ return_to: returnTo }));
  expect(answer.status).toBe(status);
  expect(answer.headers.get('location')).toBe(status === 303 ? returnTo : null);
});

test.each([
  ['application/json', '{bad'],
  ['application/json', '[]'],
  ['text/plain', 'name=Ana'],
  ['multipart/form-data; boundary=x', 'no parts'],
  ['application/x-www-form-urlencoded', `name=${'x'.repeat(70_000)}`],
])('a body of %s that is no form is told so, not that a field is missing', async (type, body) => {
  const { ask } = await newsroom();
  const answer = await ask('/subscribe', { method: 'POST', headers: { 'content-type': type }, body });
  expect(answer.status).toBe(422);
  expect(await problemsOf(answer)).toMatchObject({ message: expect.stringContaining('64 KB') });
});

test('a pasted form that comes back keeps the site it came from, and may be sent again at once', async () => {
  const { ask, ctx } = await newsroom();
  const sent = browserForm({ email: 'ana@gmial.com' });
  const answer = await ask('/subscribe', { ...sent, headers: { ...sent.headers, origin: 'https://www.example.com' } });
  const page = await answer.text();
  const hidden = Object.fromEntries(
    [...page.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
  expect(answer.headers.get('referrer-policy')).toBe('same-origin');
  expect((await ask('/subscribe', browserForm({ ...hidden, email: 'ana@gmial.com' }))).status).toBe(200);
  const { results } = await ctx.db.prepare('SELECT source FROM subscriber').all();
  expect(results).toEqual([{ source: 'www.example.com' }]);
});

test('a form filled in faster than a person can asks for one more press, which then counts', async () => {
  const { ask, ctx, world } = await newsroom();
  const page = await (await ask('/subscribe')).text();
  const started = /name="started" value="([^"]+)"/.exec(page)?.[1] ?? '';
  const fast = await ask('/subscribe', browserForm({ started }));
  expect(fast.status).toBe(422);
  expect(await count(ctx, 'subscriber')).toBe(0);
  expect(await fast.text()).toContain(`name="started" value="${started}"`);
  world.advance(2);
  expect((await ask('/subscribe', browserForm({ started }))).status).toBe(200);
  expect(await count(ctx, 'subscriber')).toBe(1);
});

const TURNSTILE = { TURNSTILE_SECRET: 'secret', TURNSTILE_SITE_KEY: 'site-key' };

test.each([
  ['passed', 'token', 202],
  ['failed', 'token', 422],
  // Its server is down: readers cannot mend that, and the limits hold without it.
  ['unanswered', 'token', 202],
  ['passed', '', 422],
] as const)('with Turnstile, "%s" for the token "%s" answers %i', async (said, token, status) => {
  const { ctx: bare } = await newsroom({}, TURNSTILE);
  const ask = askApp({ ...bare, challenge: { check: async () => said } });
  expect((await ask('/subscribe', post(token ? { 'cf-turnstile-response': token } : {}))).status).toBe(status);
  const page = await ask('/subscribe');
  expect(page.headers.get('content-security-policy')).toMatch(/script-src [^;]*https:\/\/challenges\.cloudflare\.com/);
  expect(await page.text()).toContain('data-sitekey="site-key"');
});

test('the privacy page names the check for robots where there is one, and no other script', async () => {
  const textWith = async (variables: Record<string, string>) =>
    (await (await newsroom({}, variables)).ask('/privacy')).text();
  expect(await textWith(TURNSTILE)).toContain('check against robots from Cloudflare');
  expect(await textWith({})).toContain('They load no scripts from other companies.');
});

test('a wrong Turnstile secret stops no sign-up, and staff and doctor hear of it once, until it is mended', async () => {
  const { ctx: bare, world } = await newsroom({}, TURNSTILE);
  const ctx = { ...bare, challenge: { check: async () => 'misset' as const } };
  const signUp = async (n: number) => {
    const answer = await askApp(ctx)(
      '/subscribe',
      post({ email: `reader${n}@example.org`, 'cf-turnstile-response': 'x' }),
    );
    expect(answer.status).toBe(202);
    await tick(ctx, { seconds: 5, queryBudget: 700 });
  };
  const told = () => world.posts.filter(({ note }) => note.kind === 'signup_check_misset').length;
  const finding = async () => (await examineNewsroom(ctx)).find(({ what }) => what === 'Turnstile')?.state;
  expect(await finding()).toBe('ok');
  for (let n = 0; n < 4; n += 1) {
    await signUp(n);
    world.advance(4_000);
  }
  expect(told()).toBe(1);
  expect(await finding()).toBe('failed');
  world.advance(90_000);
  expect(await finding()).toBe('ok');
  await signUp(9);
  expect(told()).toBe(2);
});

test('a victim named a hundred times from many networks, in many spellings, gets one mail', async () => {
  const { ctx } = await newsroom();
  let n = 0;
  const ask = askApp(ctx, () => (n % 3 ? `198.51.100.${n}` : `2001:db8:${n.toString(16)}::7`));
  for (; n < 100; n += 1) {
    const email = n % 2 ? `vic.tim+${n}@gmail.com` : 'v.i.c.t.i.m@googlemail.com';
    const answer = await ask('/subscribe', post({ email }, { 'x-forwarded-for': `203.0.113.${n}` }));
    expect(answer.status).toBe(202);
  }
  expect(await count(ctx, 'message')).toBe(1);
  const networks = `SELECT COUNT(*) AS n FROM rate_count WHERE key GLOB 'signup-network/*'`;
  expect((await ctx.db.prepare(networks).all()).results).toEqual([{ n: 100 }]);
});

test.each([
  ['one IPv4 address', () => '198.51.100.7', 5],
  ['addresses of one /64', (n: number) => `2001:db8:1:2:${n.toString(16)}::${n}`, 5],
  ['addresses of many /64', (n: number) => `2001:db8:1:${n.toString(16)}::1`, 9],
])('from %s, sign-ups in other names, five allowed an hour', async (_where, addressAt, mails) => {
  const { ctx } = await newsroom({ perNetworkHour: 5 });
  let n = 0;
  const ask = askApp(ctx, () => addressAt(n));
  for (; n < 9; n += 1) await ask('/subscribe', post({ email: `reader${n}@example.org` }));
  expect(await count(ctx, 'message')).toBe(mails);
});

test('one network has a limit an hour, and nobody is told which address met it', async () => {
  const { ask, ctx } = await newsroom({ perNetworkHour: 5 });
  const answers = new Set<string>();
  for (let n = 0; n < 9; n += 1) {
    const answer = await ask('/subscribe', post({ email: `reader${n}@example.org` }));
    answers.add(`${answer.status} ${await answer.text()}`);
  }
  expect(answers.size).toBe(1);
  expect(await count(ctx, 'message')).toBe(5);
});

test('topics come with a sign-up by slug, public ones only', async () => {
  const { ask, ctx } = await newsroom();
  await ctx.db
    .prepare(
      `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at) VALUES
       ('t1', 'science', 'Science', 'public', 'active', 1, ?1), ('t2', 'secret', 'Secret', 'invite_only', 'active', 2, ?1)`,
    )
    .bind('2026-01-01T00:00:00.000Z')
    .all();
  await ask('/subscribe', post({ topics: ['science', 'secret', "x'); DROP TABLE topic; --"] }));
  const { results } = await ctx.db.prepare('SELECT t.slug FROM subscription s JOIN topic t ON t.id = s.topic_id').all();
  expect(results).toEqual([{ slug: 'science' }]);
});

test('a form for topics that are offered no more asks once before it stands for all news', async () => {
  const { ask, ctx } = await newsroom();
  await ctx.db
    .prepare(
      `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at) VALUES
       ('t1', 'science', 'Science', 'public', 'active', 1, ?1), ('t2', 'secret', 'Secret', 'invite_only', 'active', 2, ?1),
       ('t3', 'old', 'Old', 'public', 'removed', 3, ?1)`,
    )
    .bind('2026-01-01T00:00:00.000Z')
    .all();
  for (const topics of [['typo'], ['secret'], ['old'], 'typo, old', [5], ['x'.repeat(101)], { science: true }]) {
    const answer = await ask('/subscribe', post({ topics }));
    expect(answer.status).toBe(422);
    expect((await problemsOf(answer)).fields).toEqual({ topics: readerStringsFor('en').problems.topics });
  }
  const page = await ask('/subscribe', browserForm({ topics: 'typo', source: 'footer' }));
  const html = await page.text();
  expect([page.status, html.includes('id="topics-problem"'), html.includes('value="footer"')]).toEqual([
    422,
    true,
    true,
  ]);
  expect(html).not.toContain('name="topics"');
  expect(await count(ctx, 'subscriber')).toBe(0);
  expect((await ask('/subscribe', post({ topics: '' }))).status).toBe(202);
  expect((await ask('/subscribe', post({ email: 'ben@example.org', topics: ['science', 'typo'] }))).status).toBe(202);
  expect((await ask('/subscribe', formPost({ ...GOOD, email: 'cy@example.org', topics: 'typo science' }))).status).toBe(
    202,
  );
  expect(await count(ctx, 'subscription')).toBe(2);
});

test('a form that comes back for correction may lead where it was to, and nowhere else', async () => {
  const { ask } = await newsroom({ returnTo: ['https://www.example.com/thanks'] });
  const policyOf = async (return_to: string) => {
    const answer = await ask('/subscribe', browserForm({ email: 'nobody', return_to }));
    expect(answer.status).toBe(422);
    return /form-action ([^;]*)/.exec(answer.headers.get('content-security-policy') ?? '')?.[1];
  };
  expect(await policyOf('https://www.example.com/thanks/all')).toBe("'self' https://www.example.com");
  expect(await policyOf('https://evil.example/thanks')).toBe("'self'");
});

test('a page of another origin is told what it may do before it asks', async () => {
  const { ask } = await newsroom({}, { SIGNUP_ORIGINS: 'https://www.example.com' });
  const preflight = (origin: string) =>
    ask('/subscribe', {
      method: 'OPTIONS',
      headers: { origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' },
    });
  const ours = await preflight('https://www.example.com');
  expect(ours.headers.get('access-control-allow-origin')).toBe('https://www.example.com');
  expect(ours.headers.get('access-control-allow-headers')).toMatch(/content-type/i);
  expect(ours.headers.get('access-control-allow-credentials')).toBeNull();
  expect((await preflight('https://evil.example')).headers.get('access-control-allow-origin')).toBeNull();
});

test('the script is what its source makes, under 8 KB, without eval or inline markup', async () => {
  expect(EMBED_SCRIPT).toBe(await bundleEmbed());
  expect(Buffer.byteLength(EMBED_SCRIPT)).toBeLessThan(8_000);
  expect(EMBED_SCRIPT).not.toMatch(/\beval\b|new Function|innerHTML|setAttribute\("style"/);
  const { ask } = await newsroom();
  const script = await ask('/embed.js');
  expect(script.headers.get('content-type')).toContain('text/javascript');
  const etag = script.headers.get('etag') ?? '';
  // A proxy that packs the script calls it by a weak tag.
  for (const tag of [etag, `W/${etag}`])
    expect((await ask('/embed.js', { headers: { 'if-none-match': tag } })).status).toBe(304);
  const terms = await (await ask('/embed.json?locale=zh-CN')).json();
  expect(terms).toMatchObject({ locale: 'zh-Hans', inPlace: true, consent: { needsTick: false }, siteKey: null });
});

test('the page for pasting stays itself when its language is switched, and repeats nothing typed behind its name', async () => {
  const { ask } = await newsroom();
  const page = await (await ask('/subscribe?embed=%22%3Etyped')).text();
  expect(page).toMatch(/<a class="switch[^>]*href="\/subscribe\?embed=1&amp;lang=zh-Hans"/);
  expect(page).not.toContain('typed');
});

test('what staff write about consent cannot break out of the page or the pasted form', async () => {
  const hostile = '"><script>window.pwned=1</script>';
  const { ask } = await newsroom({ consentText: { en: hostile }, needsConsentTick: true });
  for (const path of ['/subscribe', '/subscribe?embed']) {
    const page = await (await ask(path)).text();
    expect(page).not.toContain(hostile);
    expect(page).toContain('&lt;script&gt;window.pwned=1');
  }
});

test('only what was granted counts: asking in vain prolongs nothing', async () => {
  const { ask, ctx, world } = await newsroom();
  for (let minute = 0; minute < 12; minute += 1) {
    await ask('/subscribe', post({}));
    world.advance(60);
  }
  expect(await count(ctx, `message WHERE kind = 'confirm'`)).toBe(2);
});
