import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { addressLink, detailsLink, preferencesLink, unsubscribeLink } from '../../src/services/links.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { addressHash } from '../../src/services/readers/address-hash.ts';
import { testContext } from '../support/context.ts';
import { askApp, formPost } from './app.ts';

const FAR = '2026-12-01T00:00:00.000Z';
const ID = 'reader000001';
const path = (ctx: Context, link: string) => link.slice(ctx.config.brand.baseUrl.length);
const tokenIn = (link: string) => link.split('t=')[1] ?? '';

async function aReader() {
  const { ctx, world } = await testContext();
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at, confirmed_at)
       VALUES (?1, 'Ana@example.org', 'ana@example.org', 'Ana', 'en', 'weekly', 'active', 'form', ?2, ?2),
         ('reader000002', 'ben@example.org', 'ben@example.org', 'Ben', 'en', 'weekly', 'active', 'form', ?2, ?2)`,
    )
    .bind(ID, world.now)
    .all();
  const later = new Date(Date.parse(world.now) + 3_600_000).toISOString();
  return { ctx, world, ask: askApp(ctx), link: detailsLink(ctx, ID, later) };
}

async function reader(ctx: Context) {
  return (await ctx.db.prepare('SELECT * FROM subscriber WHERE id = 1').all()).results[0];
}

test('the link of a mailing cannot open details; it can only have a fresh link sent to the mailbox itself', async () => {
  const { ask, ctx, world } = await aReader();
  const token = tokenIn(preferencesLink(ctx, ID));
  for (const bad of [token, tokenIn(unsubscribeLink(ctx, ID)), token.replace(/^p/, 'd')]) {
    expect((await ask(`/preferences/details?t=${bad}`)).status).toBe(410);
    expect((await ask('/preferences/details', formPost({ t: bad, act: 'erase', sure: 'yes' }))).status).toBe(410);
  }
  expect((await reader(ctx))?.state).toBe('active');
  for (let n = 0; n < 3; n += 1)
    expect((await ask('/preferences', formPost({ t: token, act: 'link' }))).status).toBe(200);
  await runEmail(ctx, FAR);
  const mails = [...world.accepted.values()].flat();
  expect(mails.map(({ to }) => to)).toEqual(['Ana@example.org']);
  const fresh = /\/preferences\/details\?t=[\w.-]+/.exec(mails[0]?.text ?? '')?.[0] ?? '';
  const page = await ask(fresh);
  expect([page.status, page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual([
    200,
    'no-store',
    'no-referrer',
  ]);
  expect(await page.text()).toContain('Ana@example.org');
  world.advance(3601);
  expect((await ask(fresh)).status).toBe(410);
});

test('whoever asks for the link is answered in their own language, and told how often we write', async () => {
  const { ask, ctx } = await aReader();
  await ctx.db.prepare(`UPDATE subscriber SET locale = 'zh-Hans'`).all();
  const answer = await ask('/preferences', formPost({ t: tokenIn(preferencesLink(ctx, ID)), act: 'link' }));
  expect(await answer.text()).toMatch(/<html lang="zh-Hans">[\s\S]*请查收邮件[\s\S]*十分钟/);
});

test('whoever has just confirmed gets their link at once: what a form asked for counts apart from their own wish', async () => {
  const { ask, ctx, world } = await aReader();
  await ask('/subscribe', formPost({ name: 'Cy', email: 'cy@example.org' }));
  await runEmail(ctx, FAR);
  const sent = () => [...world.accepted.values()].flat().filter(({ to }) => to === 'cy@example.org');
  const confirming = /confirm\?t=([\w.-]+)/.exec(sent()[0]?.text ?? '')?.[1] ?? '';
  await ask('/confirm', formPost({ t: confirming }));
  await runEmail(ctx, FAR);
  const token = /preferences\?t=([\w.-]+)/.exec(sent()[1]?.text ?? '')?.[1] ?? '';
  for (let n = 0; n < 2; n += 1) await ask('/preferences', formPost({ t: token, act: 'link' }));
  await runEmail(ctx, FAR);
  expect(sent().map(({ text }) => text.includes('/preferences/details?t='))).toEqual([false, false, true]);
});

test('name, company and occupation can be changed, and nothing else by the same form', async () => {
  const { ask, ctx, link } = await aReader();
  const form = {
    t: tokenIn(link),
    act: 'save',
    name: 'Ana <b>Li</b>',
    company: 'Example',
    occupation: '',
    state: 'erased',
  };
  const answer = await ask('/preferences/details', formPost({ ...form, email: 'eve@example.org' }));
  expect(answer.status).toBe(200);
  expect(await answer.text()).not.toContain('<b>Li');
  expect(await reader(ctx)).toMatchObject({
    ...{ name: 'Ana <b>Li</b>', company: 'Example', occupation: null },
    ...{ email: 'Ana@example.org', state: 'active' },
  });
  expect((await ask('/preferences/details', formPost({ ...form, name: ' ' }))).status).toBe(422);
});

async function wishFor(ask: ReturnType<typeof askApp>, link: string, email: string): Promise<Response> {
  return ask('/preferences/details', formPost({ t: tokenIn(link), act: 'address', email }));
}

test('a new address counts once it is confirmed there by a press, not by a look', async () => {
  const { ask, ctx, link, world } = await aReader();
  expect((await wishFor(ask, link, 'ana@new.example')).status).toBe(200);
  await runEmail(ctx, FAR);
  const [mail] = [...world.accepted.values()].flat();
  expect(mail?.to).toBe('ana@new.example');
  expect(`${mail?.html}${mail?.text}`).not.toMatch(/Ana|example\.org/);
  const at = /\/preferences\/address\?t=[\w.-]+/.exec(mail?.text ?? '')?.[0] ?? '';
  for (const method of ['GET', 'HEAD']) await ask(at, { method });
  expect((await reader(ctx))?.email).toBe('Ana@example.org');
  for (let n = 0; n < 2; n += 1) {
    expect((await ask('/preferences/address', formPost({ t: tokenIn(at) }))).status).toBe(200);
  }
  expect(await reader(ctx)).toMatchObject({ email: 'ana@new.example', email_key: 'ana@new.example' });
  const { results } = await ctx.db.prepare(`SELECT act FROM consent`).all();
  expect(results).toEqual([{ act: 'changed' }]);
  expect(mail?.subject).toContain('new address');
  await runEmail(ctx, FAR);
  const farewells = [...world.accepted.values()].flat().filter(({ to }) => to === 'Ana@example.org');
  expect(farewells.map(({ subject }) => subject)).toEqual([expect.stringContaining('was changed')]);
  expect(`${farewells[0]?.html}${farewells[0]?.text}`).not.toContain('new.example');
  const kept = await ctx.db.prepare(`SELECT 1 FROM message WHERE frozen LIKE '%Ana@example.org%'`).all();
  expect(kept.results).toEqual([]);
});

test("another reader's address, a suppressed and an overtaken one move nobody, with the same answer as any", async () => {
  const { ask, ctx, link, world } = await aReader();
  const hash = await addressHash(ctx);
  await ctx.db
    .prepare(`INSERT INTO suppression (email_hash, reason, created_at) VALUES (?1, 'complaint', ?2)`)
    .bind(hash('bad@new.example'), world.now)
    .all();
  const answers = [];
  for (const email of ['ben@example.org', 'bad@new.example', 'ana@new.example']) {
    answers.push(await (await wishFor(ask, link, email)).text());
  }
  expect(new Set(answers).size).toBe(1);
  await runEmail(ctx, FAR);
  expect([...world.accepted.values()].flat().map(({ to }) => to)).toEqual(['ana@new.example']);
  const { results } = await ctx.db.prepare('SELECT public_id, email FROM address_change').all();
  for (const { public_id: id, email } of results.filter((row) => row.email !== 'ana@new.example')) {
    expect([email, (await ask(path(ctx, addressLink(ctx, String(id))))).status]).toEqual([email, 410]);
  }
});

/** What else is kept of the first reader: a question, why they once left, a topic by invitation, a newsletter. */
async function keepMore(ctx: Context) {
  const at = ctx.now();
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO contact_message (public_id, state, role, locale, name, email, body, created_at)
         VALUES ('question0001', 'open', 'press', 'en', 'Ana', 'ANA@example.org', 'What does it cost?', ?1),
           ('question0002', 'open', 'press', 'en', 'Ben', 'ben@example.org', 'And when?', ?1)`,
      )
      .bind(at),
    ctx.db.prepare(`INSERT INTO leave_reason VALUES (1, ?1, 'too_many')`).bind(at),
    ctx.db
      .prepare(
        `INSERT INTO topic (id, public_id, slug, name, visibility, state, position, created_at)
         VALUES (1, 'calls0000001', 'calls', 'Calls', 'invite_only', 'active', 1, ?1)`,
      )
      .bind(at),
    ctx.db.prepare(`INSERT INTO subscription VALUES (1, 1, 'chosen', NULL, ?1)`).bind(at),
    ctx.db
      .prepare(
        `INSERT INTO consent (subscriber_id, act, text_version, locale, page, at, detail)
         VALUES (1, 'imported', 'elsewhere', 'en', 'import', ?1, '{"source":"Trade fair","at":"2024-05-17T00:00:00.000Z"}')`,
      )
      .bind(at),
    ctx.db
      .prepare(
        `INSERT INTO mailing (id, public_id, kind, state, is_archived, content_hash, created_by, created_at, started_at)
         VALUES (1, 'mailing00001', 'digest', 'finished', 0, 'h', 't', ?1, ?1)`,
      )
      .bind(at),
    ctx.db.prepare(
      `INSERT INTO batch (mailing_id, lo, hi, state, recipients) VALUES (1, 1, 9, 'submitted', '[[1,"r1","a@b.cd","A","en",null,"k1"]]')`,
    ),
  ]);
}

test('all data comes as one file, and nothing of others', async () => {
  const { ask, ctx, link } = await aReader();
  await keepMore(ctx);
  const answer = await ask('/preferences/details', formPost({ t: tokenIn(link), act: 'export' }));
  expect(answer.headers.get('content-disposition')).toContain('attachment');
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({
    reader: { name: 'Ana', email: 'Ana@example.org' },
    standing: { state: 'active', source: 'form', leftAt: null },
    topics: [{ topic: 'Calls', choice: 'chosen' }],
    consent: [{ act: 'imported', detail: { source: 'Trade fair', at: '2024-05-17T00:00:00.000Z' } }],
    reasonsForLeaving: [{ reason: 'too_many' }],
    newsletters: [{ mailing: 'mailing00001', outcome: 'submitted' }],
    questions: [{ office: 'press', question: 'What does it cost?' }],
  });
  expect(text).not.toMatch(/ben|And when/i);
});

test('erasing a reader takes the questions they asked, and nobody else’s', async () => {
  const { ask, ctx, link } = await aReader();
  await keepMore(ctx);
  await ask('/preferences/details', formPost({ t: tokenIn(link), act: 'erase', sure: 'yes' }));
  const { results } = await ctx.db.prepare('SELECT public_id FROM contact_message').all();
  expect(results).toEqual([{ public_id: 'question0002' }]);
});

test('erasure needs the tick, then ends everything; the unsubscribe link of old mails still answers kindly', async () => {
  const { ask, ctx, link } = await aReader();
  const erase = (sure: string) => ask('/preferences/details', formPost({ t: tokenIn(link), act: 'erase', sure }));
  expect((await erase('')).status).toBe(422);
  expect((await erase('yes')).status).toBe(200);
  expect(await reader(ctx)).toMatchObject({ state: 'erased', email: '', name: '' });
  expect((await ask(link.slice(ctx.config.brand.baseUrl.length))).status).toBe(410);
  const out = path(ctx, unsubscribeLink(ctx, ID));
  expect((await ask(out)).status).toBe(200);
  expect((await ask(out, { method: 'POST' })).status).toBe(200);
});

test('some topics can be left and a reason given; a second look offers no undo after one click', async () => {
  const { ask, ctx } = await aReader();
  await ctx.db
    .prepare(
      `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at) VALUES
       ('t1', 'a', 'Alpha', 'public', 'active', 1, ?1), ('t2', 'b', 'Beta', 'public', 'active', 2, ?1)`,
    )
    .bind(FAR)
    .all();
  const out = path(ctx, unsubscribeLink(ctx, ID));
  const t = tokenIn(out);
  expect(await (await ask(out)).text()).toContain('Beta');
  await ask('/unsubscribe', formPost({ t, act: 'topics', topics: ['t2'] }));
  const left = await ctx.db.prepare(`SELECT topic_id, state FROM subscription`).all();
  expect(left.results).toEqual([{ topic_id: 2, state: 'left' }]);
  expect((await reader(ctx))?.state).toBe('active');

  await ask(out, { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) });
  const again = await (await ask('/unsubscribe', formPost({ t }))).text();
  expect(again).not.toContain('name="undo"');
  await ask('/unsubscribe', formPost({ t, act: 'reason', reason: 'too_many' }));
  await ask('/unsubscribe', formPost({ t, act: 'reason', reason: "'; DROP TABLE consent" }));
  expect((await ctx.db.prepare('SELECT reason FROM leave_reason').all()).results).toEqual([{ reason: 'too_many' }]);
});

test('whoever leaves every topic they chose leaves altogether, and is not given the others instead; undo brings all back', async () => {
  const { ask, ctx } = await aReader();
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at) VALUES
         ('t1', 'a', 'Alpha', 'public', 'active', 1, ?1), ('t2', 'b', 'Beta', 'public', 'active', 2, ?1),
         ('t3', 'c', 'Gamma', 'public', 'active', 3, ?1)`,
      )
      .bind(FAR),
    ctx.db
      .prepare(`INSERT INTO subscription SELECT 1, id, 'chosen', NULL, ?1 FROM topic WHERE public_id <> 't3'`)
      .bind(FAR),
  ]);
  const t = tokenIn(unsubscribeLink(ctx, ID));
  const answer = await ask('/unsubscribe', formPost({ t, act: 'topics', topics: ['t1', 't2'] }));
  expect((await reader(ctx))?.state).toBe('unsubscribed');
  const undo = /name="undo" value="([^"]+)"/.exec(await answer.text())?.[1] ?? '';
  for (let presses = 0; presses < 2; presses += 1)
    expect((await ask('/unsubscribe', formPost({ undo }))).status).toBe(200);
  expect((await reader(ctx))?.state).toBe('active');
  const chosen = await ctx.db.prepare(`SELECT topic_id FROM subscription WHERE state = 'chosen' ORDER BY 1`).all();
  expect(chosen.results).toEqual([{ topic_id: 1 }, { topic_id: 2 }]);
});
