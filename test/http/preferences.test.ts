import { expect, test } from 'vitest';
import { stringsFor } from '../../src/http/pages/strings.ts';
import type { Context } from '../../src/services/context.ts';
import { preferencesLink, unsubscribeLink } from '../../src/services/links.ts';
import { testContext } from '../support/context.ts';
import { askApp, formPost } from './app.ts';

const ID = 'reader000001';
const HOSTILE = '"><script>window.pwned=1</script>';

/** A newsroom with one reader and two topics, one of them named to break out of the page. */
async function aReader(variables: Record<string, string> = {}) {
  const { ctx, world } = await testContext(variables);
  const at = world.now;
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
         VALUES (?1, 'ana.secret@example.org', 'ana.secret@example.org', ?2, 'en', 'weekly', 'active', 'form', ?3)`,
      )
      .bind(ID, HOSTILE, at),
    ctx.db
      .prepare(
        `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at)
         VALUES ('topic0000001', 'science', 'Science', 'public', 'active', 1, ?1),
           ('topic0000002', 'x', ?2, 'public', 'active', 2, ?1)`,
      )
      .bind(at, HOSTILE),
  ]);
  const token = preferencesLink(ctx, ID).split('t=')[1] ?? '';
  return { ctx, world, token, ask: askApp(ctx) };
}

async function readerRow(ctx: Context) {
  const [row] = (await ctx.db.prepare('SELECT state, frequency, locale, paused_until FROM subscriber').all()).results;
  return row;
}

async function everything(ctx: Context) {
  const tables = ['subscriber', 'subscription', 'consent', 'message', 'audit', 'rate_count'];
  return Promise.all(tables.map(async (table) => (await ctx.db.prepare(`SELECT * FROM ${table}`).all()).results));
}

const checked = (html: string) =>
  [...html.matchAll(/<input type="(?:radio|checkbox)" name="(\w+)" value="([\w-]+)" checked=""/g)].map(
    ([, name, value]) => `${name}=${value}`,
  );

test('GET and HEAD show what is chosen and change nothing', async () => {
  const { ctx, token, ask } = await aReader();
  const before = await everything(ctx);
  const answer = await ask(`/preferences?t=${token}&act=leave&frequency=daily`);
  const html = await answer.text();
  expect(answer.status).toBe(200);
  expect(checked(html)).toEqual(['frequency=weekly', 'locale=en']);
  expect(html).toContain('a••@example.org');
  expect(html).not.toContain(stringsFor('en').preferences.saved);
  expect((await ask(`/preferences?t=${token}`, { method: 'HEAD' })).status).toBe(200);
  expect(await everything(ctx)).toEqual(before);
});

test('the page is kept nowhere and tells nobody its address', async () => {
  const { token, ask } = await aReader();
  for (const answer of [
    await ask(`/preferences?t=${token}`),
    await ask('/preferences?t=nonsense'),
    await ask('/preferences', formPost({ t: token })),
    await ask('/preferences', formPost({ t: token, act: 'leave' })),
  ]) {
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('x-robots-tag')).toBe('noindex');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await answer.text()).not.toMatch(/ana\.secret|<script/);
  }
});

test('POST saves and shows the page again, in the language that was chosen', async () => {
  const { ctx, token, ask } = await aReader();
  const form = formPost({
    t: token,
    act: 'save',
    topics: ['topic0000001', 'topic0000002'],
    frequency: 'monthly',
    locale: 'zh-Hans',
    email: 'mallory@example.net',
  });
  const html = await (await ask('/preferences', form)).text();
  expect(html).toContain('<html lang="zh-Hans">');
  expect(html).toContain(stringsFor('zh-Hans').preferences.saved);
  expect(checked(html)).toEqual(['topics=topic0000001', 'topics=topic0000002', 'frequency=monthly', 'locale=zh-Hans']);
  expect(html).toContain('a••@example.org');
  expect(await readerRow(ctx)).toMatchObject({ frequency: 'monthly', locale: 'zh-Hans', state: 'active' });
  const rows = (await ctx.db.prepare('SELECT email FROM subscriber').all()).results;
  expect(rows).toEqual([{ email: 'ana.secret@example.org' }]);
});

test('values that nobody offered keep what there was', async () => {
  const { ctx, token, ask } = await aReader();
  const answer = await ask(
    '/preferences',
    formPost({ t: token, act: 'erase', frequency: 'hourly', locale: '../fr', topics: "'; DROP TABLE topic; --" }),
  );
  expect(answer.status).toBe(200);
  expect(await readerRow(ctx)).toEqual({ state: 'active', frequency: 'weekly', locale: 'en', paused_until: null });
});

/** Hidden fields and ticked boxes of a page, as a browser would send them. */
function formOf(html: string): Record<string, string[]> {
  const sent = [
    ...checked(html),
    ...[...html.matchAll(/name="(invited)" value="(\w+)"/g)].map(([, n, v]) => `${n}=${v}`),
  ];
  const fields: Record<string, string[]> = {};
  for (const [name = '', value = ''] of sent.map((pair) => pair.split('=')))
    fields[name] = [...(fields[name] ?? []), value];
  return fields;
}

test('a topic by invitation can be given a pace, kept and left like any other, and says nothing of the rest', async () => {
  const { ctx, token, ask } = await aReader();
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at)
         VALUES ('topic0000009', 'calls', 'Calls', 'invite_only', 'active', 3, ?1),
           ('topic0000008', 'secret', 'Secret', 'invite_only', 'active', 4, ?1)`,
      )
      .bind(ctx.now()),
    ctx.db
      .prepare(
        `INSERT INTO subscription SELECT s.id, t.id, 'chosen', NULL, ?1 FROM subscriber s, topic t WHERE t.slug = 'calls'`,
      )
      .bind(ctx.now()),
  ]);
  const choices = async () =>
    (
      await ctx.db
        .prepare(
          'SELECT t.slug, p.state, p.frequency FROM subscription p JOIN topic t ON t.id = p.topic_id ORDER BY t.id',
        )
        .all()
    ).results;
  const page = await (await ask(`/preferences?t=${token}`)).text();
  expect(page).toContain('Calls');
  expect(page).not.toContain('Secret');
  // Nothing public is chosen, so all of it comes: the page must not say otherwise.
  expect(formOf(page)).toMatchObject({ topics: ['topic0000009'], invited: ['topic0000009'] });

  const form = { t: token, act: 'save', ...formOf(page) };
  await ask('/preferences', formPost({ ...form, 'often:topic0000009': 'instant' }));
  expect(await choices()).toEqual([{ slug: 'calls', state: 'chosen', frequency: 'instant' }]);
  // A page that was drawn before the invitation, or that invents one, changes nothing about it.
  await ask('/preferences', formPost({ t: token, act: 'save', topics: [], invited: ['topic0000008'] }));
  expect(await choices()).toEqual([{ slug: 'calls', state: 'chosen', frequency: 'instant' }]);
  const leave = await (await ask(unsubscribeLink(ctx, ID).slice(ctx.config.brand.baseUrl.length))).text();
  for (const name of ['Science', 'Calls']) expect(leave).toContain(name);
  await ask('/preferences', formPost({ ...form, topics: [] }));
  expect(await choices()).toEqual([{ slug: 'calls', state: 'left', frequency: null }]);
  expect(await (await ask(`/preferences?t=${token}`)).text()).not.toContain('Calls');
});

test('saving the page as it stands settles no zone for somebody who never chose one', async () => {
  const { ctx, token, ask } = await aReader({ TIME_ZONE: 'Asia/Shanghai' });
  const zone = async () => (await ctx.db.prepare('SELECT time_zone FROM subscriber').all()).results[0]?.time_zone;
  await ask('/preferences', formPost({ t: token, act: 'save', zone: 'Asia/Shanghai' }));
  expect(await zone()).toBeNull();
  for (const chosen of ['Europe/Berlin', 'Asia/Shanghai']) {
    await ask('/preferences', formPost({ t: token, act: 'save', zone: chosen }));
    expect(await zone()).toBe(chosen);
  }
});

test('pause sends the whole form, tells the day, and resume ends it', async () => {
  const { ctx, token, ask } = await aReader();
  const post = (act: string) => formPost({ t: token, act, frequency: 'daily' });
  const paused = await (await ask('/preferences', post('pause'))).text();
  expect(paused).toContain(stringsFor('en').preferences.pausedText('30 March 2026'));
  expect(paused).toMatch(/<button class="button quiet" type="submit" form="choices" name="act" value="resume">/);
  expect(await readerRow(ctx)).toMatchObject({ frequency: 'daily', paused_until: '2026-03-30T08:00:00.000Z' });
  const resumed = await (await ask('/preferences', post('resume'))).text();
  expect(resumed).toContain('value="pause"');
  expect(await readerRow(ctx)).toMatchObject({ paused_until: null });
});

test('leaving takes effect at once and its page can take it back', async () => {
  const { ctx, token, ask } = await aReader();
  const html = await (await ask('/preferences', formPost({ t: token, act: 'leave' }))).text();
  expect(html).toContain(stringsFor('en').unsubscribedTitle);
  expect(await readerRow(ctx)).toMatchObject({ state: 'unsubscribed' });
  const undo = /name="undo" value="([^"]+)"/.exec(html)?.[1] ?? '';
  await ask('/unsubscribe', formPost({ undo }));
  expect(await readerRow(ctx)).toMatchObject({ state: 'active' });
});

test('an undo that is over is not offered', async () => {
  const { ctx, token, world, ask } = await aReader();
  await ask('/preferences', formPost({ t: token, act: 'leave' }));
  const leaveAgain = () => ask('/unsubscribe', formPost({ t: unsubscribeLink(ctx, ID).split('t=')[1] ?? '' }));
  expect(await (await leaveAgain()).text()).toContain('name="undo"');
  world.advance(601);
  expect(await (await leaveAgain()).text()).not.toContain('name="undo"');
});

test.each(['unsubscribed', 'suppressed', 'erased', null])(
  'a reader who left (%s) is told how to come back',
  async (state) => {
    const { ctx, token, ask } = await aReader();
    await ctx.db
      .prepare(state ? 'UPDATE subscriber SET state = ?1' : 'DELETE FROM subscriber WHERE ?1 IS NULL')
      .bind(state)
      .all();
    const before = await everything(ctx);
    for (const answer of [
      await ask(`/preferences?t=${token}`),
      await ask('/preferences', formPost({ t: token, act: 'pause' })),
    ]) {
      const html = await answer.text();
      expect(answer.status).toBe(200);
      expect(html).toContain(stringsFor('en').unsubscribedText);
      expect(html).toContain(stringsFor('en').preferences.comeBack);
      expect(html).toContain('href="/subscribe"');
      // Whoever may still be mailed can ask for the link to their data; nothing else can be done here.
      expect([...html.matchAll(/name="act" value="(\w+)"/g)].map(([, act]) => act)).toEqual(
        state === 'unsubscribed' ? ['link'] : [],
      );
    }
    expect(await everything(ctx)).toEqual(before);
  },
);

test('a dead link says so, for every act, and changes nothing', async () => {
  const { ctx, token, ask } = await aReader();
  const other = unsubscribeLink(ctx, ID).split('t=')[1] ?? '';
  const before = await everything(ctx);
  for (const bad of ['', 'x', other, token.slice(0, -1), `${token}A`]) {
    const answers = [await ask(`/preferences?t=${encodeURIComponent(bad)}`)];
    for (const act of ['save', 'pause', 'leave']) {
      answers.push(await ask('/preferences', formPost({ t: bad, act })));
    }
    for (const answer of answers) {
      expect(answer.status).toBe(404);
      expect(await answer.text()).toContain(stringsFor('en').preferences.brokenText);
    }
  }
  expect(await everything(ctx)).toEqual(before);
});

test('a body of another type or beyond reason changes nothing', async () => {
  const { ctx, token, ask } = await aReader();
  const before = await readerRow(ctx);
  const huge = await ask('/preferences', formPost({ t: token, act: 'leave', x: 'x'.repeat(100_000) }));
  expect(huge.status).toBe(413);
  const json = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"act":"leave"}' };
  expect((await ask('/preferences', json)).status).toBe(404);
  expect(await readerRow(ctx)).toEqual(before);
});

test('the language link shows the page in that language without changing the reader’s', async () => {
  const { ctx, token, ask } = await aReader();
  const html = await (await ask(`/preferences?t=${token}&lang=zh-Hans`)).text();
  expect(html).toContain('<html lang="zh-Hans">');
  expect(checked(html)).toContain('locale=en');
  expect(await readerRow(ctx)).toMatchObject({ locale: 'en' });
  expect(html).toContain(`href="/preferences?t=${token}&amp;lang=en"`);
});

test('a newsroom in one language asks for none, one without topics for none', async () => {
  const { ctx, token, ask } = await aReader({ LOCALES: 'en' });
  await ctx.db.prepare(`UPDATE topic SET state = 'removed'`).all();
  const html = await (await ask(`/preferences?t=${token}`)).text();
  expect(html.match(/<fieldset/g)).toHaveLength(1);
  expect(html).not.toContain('name="topics"');
  expect(html).not.toContain('name="locale"');
});
