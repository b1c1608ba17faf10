import { expect, test } from 'vitest';
import { listAudit } from '../../src/db/desk/audit.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { endRoleOfLeaver, giveRole } from '../../src/services/desk/change-staff.ts';
import { deskLink } from '../../src/services/desk/desk-session.ts';
import { testContext } from '../support/context.ts';
import { askApp, formPost } from './app.ts';

async function aDesk(variables: Record<string, string> = {}) {
  const { ctx, world } = await testContext(variables);
  const ask = askApp(ctx);
  await giveRole(ctx, { slackUserId: 'UBEN', role: 'viewer', by: 'api' });
  const tokenOf = (link: string) => new URL(link).searchParams.get('t') ?? '';
  const press = (token: string) => ask('/desk', { method: 'POST', body: new URLSearchParams({ t: token }) });
  const signIn = async (userId = 'UBEN') => {
    const answer = await press(tokenOf(deskLink(ctx, userId)));
    const cookie = answer.headers.get('set-cookie') ?? '';
    return { answer, setCookie: cookie, cookie: cookie.split(';')[0] ?? '' };
  };
  const show = (cookie: string, path = '/desk') => ask(path, { headers: { cookie } });
  return { ctx, world, ask, press, show, signIn, tokenOf };
}

test('a link shows a button and changes nothing; the button opens the dashboard once', async () => {
  const { ctx, ask, press, show, tokenOf } = await aDesk();
  const token = tokenOf(deskLink(ctx, 'UBEN'));
  for (let n = 0; n < 3; n += 1) {
    const door = await ask(`/desk?t=${token}`);
    expect(door.status).toBe(200);
    expect(door.headers.get('set-cookie')).toBeNull();
    expect(await door.text()).toContain(`value="${token}"`);
  }
  const [first, second] = await Promise.all([press(token), press(token)]);
  expect([first.status, second.status].sort()).toEqual([303, 403]);
  const cookie = (first.headers.get('set-cookie') ?? second.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const desk = await show(cookie);
  expect(desk.status).toBe(200);
  expect(desk.headers.get('cache-control')).toBe('no-store');
  expect(desk.headers.get('referrer-policy')).toBe('no-referrer');
  expect((await press(token)).status).toBe(403);
  const again = await ask('/desk', { ...formPost({ t: token }), headers: { cookie } });
  expect([again.status, again.headers.get('set-cookie')]).toEqual([303, null]);
  expect((await listAudit(ctx.db, 10)).filter(({ act }) => act === 'dashboard.opened')).toHaveLength(1);
});

test.each<[string, (desk: Awaited<ReturnType<typeof aDesk>>) => string | Promise<string>]>([
  ['forged', ({ ctx, tokenOf }) => `${tokenOf(deskLink(ctx, 'UBEN')).slice(0, -1)}A`],
  ['somebody without a role’s', ({ ctx, tokenOf }) => tokenOf(deskLink(ctx, 'UEVE'))],
  ['a session’s', async ({ signIn }) => (await signIn()).cookie.split('=')[1] ?? ''],
  [
    'an old',
    ({ ctx, world, tokenOf }) => {
      const token = tokenOf(deskLink(ctx, 'UBEN'));
      world.advance(601);
      return token;
    },
  ],
  ['no', () => ''],
])('%s link opens nothing', async (_what, tokenFor) => {
  const desk = await aDesk();
  const token = await tokenFor(desk);
  expect((await desk.ask(`/desk?t=${encodeURIComponent(token)}`)).status).toBe(403);
  const answer = await desk.press(token);
  expect(answer.status).toBe(403);
  expect(answer.headers.get('set-cookie')).toBeNull();
});

test.each([
  ['https://news.example.com', '__Host-newsdesk=', 'Path=/;', true],
  ['https://example.com/news', '__Secure-newsdesk=', 'Path=/news;', true],
  ['http://localhost:8787', 'newsdesk=', 'Path=/;', false],
])('the cookie of %s is bound as closely as a browser takes it', async (BASE_URL, name, path, isSecure) => {
  const { answer, setCookie, cookie } = await (async () => (await aDesk({ BASE_URL })).signIn())();
  expect(setCookie.startsWith(name)).toBe(true);
  expect(`${setCookie};`).toContain(path);
  expect(setCookie).toContain('HttpOnly');
  expect(setCookie).toContain('SameSite=Strict');
  expect(setCookie.includes('Secure;') || setCookie.endsWith('Secure')).toBe(isSecure);
  expect(setCookie).not.toContain('Domain');
  expect(answer.headers.get('location')).toBe(`${new URL(BASE_URL).pathname.replace(/\/$/, '')}/desk`);
  expect(cookie).not.toBe('');
});

test('a session ends with the role at once, by itself after a working day, and by leaving', async () => {
  const { ctx, world, ask, show, signIn } = await aDesk();
  const { cookie } = await signIn();
  for (const path of ['/desk', '/desk/running']) {
    expect((await show(cookie, path)).status).toBe(200);
    expect((await ask(path)).status).toBe(403);
    expect((await show(`${cookie}x`, path)).status).toBe(403);
  }
  await endRoleOfLeaver(ctx, 'UBEN');
  for (const path of ['/desk', '/desk/running']) expect((await show(cookie, path)).status).toBe(403);
  await giveRole(ctx, { slackUserId: 'UBEN', role: 'viewer', by: 'api' });
  world.advance(8 * 3600 + 1);
  expect((await show(cookie)).status).toBe(403);
  const left = await ask('/desk/leave', { method: 'POST' });
  expect(left.headers.get('set-cookie')).toMatch(/^__Host-newsdesk=;.*Max-Age=0/);
});

test('the figures are those of the newsroom, and what others wrote stands there as text', async () => {
  const { ctx, show, signIn } = await aDesk();
  const hostile = '<script>alert(1)</script>';
  await ctx.db.batch([
    ctx.db.prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, confirmed_at, left_at, created_at)
       VALUES ('r1', 'a@example.org', 'a@example.org', 'Aida Reader', 'en', 'weekly', 'active', 'form', '2026-02-20T00:00:00.000Z', NULL, '2026-02-20T00:00:00.000Z'),
              ('r2', 'b@example.org', 'b@example.org', 'Bo', 'en', 'weekly', 'unsubscribed', 'form', '2026-01-01T00:00:00.000Z', '2026-02-21T00:00:00.000Z', '2026-01-01T00:00:00.000Z')`,
    ),
    ctx.db
      .prepare(
        `INSERT INTO feed (public_id, url, title, state, start_with, kind, text_right, image_right, time_zone, poll_floor_seconds,
           next_poll_at, failing_since, last_error, added_by, created_at)
         VALUES ('f1', 'https://a.example/f', ?1, 'active', 'none', 'coverage', 'extract', 'none', 'UTC', 300,
           '2026-01-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z', ?1, 'api', '2026-01-01T00:00:00.000Z')`,
      )
      .bind(hostile),
    ctx.db
      .prepare(
        `INSERT INTO mailing (public_id, kind, state, subject, is_archived, content_hash, created_by, created_at, started_at,
           submitted_count, due_count, problems)
         VALUES ('m1', 'digest', 'sending', ?1, 0, 'h', 'U1', '2026-03-02T07:00:00.000Z', '2026-03-02T07:59:00.000Z', 1200, 4000,
           '{"bounced":12,"complained":3}')`,
      )
      .bind(JSON.stringify({ en: `March ${hostile}` })),
  ]);
  await publishArticle(ctx, {
    article: { kind: 'coverage', title: 'A story', outlet: 'The Outlet' } as never,
    by: 'api',
  });
  const html = await (await show((await signIn()).cookie)).text();
  for (const part of [
    '1,200 of 4,000 sent',
    '12 (1.00 %)',
    '3 (0.25 %)',
    '99.00 %',
    'The Outlet',
    'Failing, first 32 hours ago',
  ])
    expect(html, part).toContain(part);
  expect(html.match(/<svg/g)?.length).toBeGreaterThanOrEqual(6);
  expect(html).not.toContain('<script>alert');
  expect(html).not.toContain('example.org');
  expect(html).not.toContain('Aida');
  expect(html).toMatch(/<dt>Readers<\/dt><dd>1<\/dd>/);
  const part = await (await show((await signIn()).cookie, '/desk/running')).text();
  expect(part).toMatch(/^<section id="running"[^>]*data-seconds="3"/);
});

test('looking changes nothing in the database', async () => {
  const { ctx, show, signIn } = await aDesk();
  const { cookie } = await signIn();
  const sum = async () => {
    const { results } = await ctx.db.prepare('SELECT total_changes() AS changes').all();
    return results[0]?.changes;
  };
  const before = await sum();
  expect((await show(cookie)).status).toBe(200);
  expect((await show(cookie, '/desk/running')).status).toBe(200);
  expect(await sum()).toBe(before);
});
