import { expect, test } from 'vitest';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { tick } from '../../src/tick.ts';
import { aDocument, anItem, testContext, type World } from '../support/context.ts';
import { signedHeaders, WEBHOOK_SECRET } from '../support/svix.ts';
import { ask, form } from './ask.ts';

const READER = { name: 'Ana', email: 'ana@example.org' };
const FEED = 'https://press.example.org/feed.xml';
const LIMITS = { seconds: 50, queryBudget: 700 };
/** Every link to a path in Ana's mails, oldest first. */
function linksTo(world: World, path: string): string[] {
  return [...world.accepted.values()]
    .flat()
    .flatMap(({ text }) => text.match(new RegExp(`/${path}\\?t=[\\w.-]+`, 'g')) ?? []);
}

/** Ana signed up, confirmed, got a newsletter, and left by one click. */
async function afterLeaving() {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0', RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET });
  const work = async (seconds = 61) => {
    await tick(ctx, LIMITS);
    world.advance(seconds);
  };
  await ask(ctx, '/subscribe', form(READER));
  await work();
  await ask(ctx, linksTo(world, 'confirm')[0] ?? '', form({}));
  await work();
  const leave = linksTo(world, 'unsubscribe').at(-1) ?? '';
  const oneClick = { method: 'POST', body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }) };
  expect((await ask(ctx, leave, oneClick)).status).toBe(200);
  const states = async () =>
    (await ctx.db.prepare('SELECT state FROM subscriber').all()).results.map(({ state }) => state);
  expect(await states()).toEqual(['unsubscribed']);
  return { ctx, world, work, leave, states };
}

test('whatever is done with old links, forms and reports, who left stays out and gets no newsletter', async () => {
  const { ctx, states, work, world } = await afterLeaving();
  const publicMails = () => [...world.accepted.keys()].filter((key) => key.startsWith('ml')).length;
  const oldLinks = ['confirm', 'preferences', 'unsubscribe'].flatMap((path) => linksTo(world, path));
  expect(oldLinks.length).toBeGreaterThan(2);
  world.advance(3600);
  for (const path of oldLinks) {
    for (const fields of [
      {},
      { act: 'save', frequency: 'instant' },
      { act: 'resume' },
      { act: 'pause' },
      { act: 'link' },
    ]) {
      await ask(ctx, path);
      await ask(ctx, path, form(fields as Record<string, string>));
    }
  }
  expect(await states()).toEqual(['unsubscribed']);

  // The form alone, as anybody may send it for her; then a report that her mail arrived, and one that it bounced for a while.
  await ask(ctx, '/subscribe', form(READER));
  await ask(ctx, '/subscribe', form({ ...READER, email: 'Ana@Example.org', consent: 'yes' }));
  for (const [n, type] of ['email.delivered', 'email.bounced', 'email.delivery_delayed'].entries()) {
    const body = JSON.stringify({
      type,
      created_at: ctx.now(),
      data: { email_id: 'em', to: [READER.email], tags: {}, bounce: { type: 'Transient' } },
    });
    await ask(ctx, '/webhooks/resend', { method: 'POST', body, headers: signedHeaders(body, { id: `msg_${n}` }) });
  }
  expect(await states()).toEqual(['unsubscribed']);

  world.feeds.set(FEED, aDocument([anItem({ title: 'News' })]));
  const admin = { authorization: `Bearer ${ctx.config.adminToken}`, 'content-type': 'application/json' };
  await ask(ctx, '/api/v1/articles', {
    method: 'POST',
    headers: admin,
    body: JSON.stringify({ title: 'News', body: 'Text.', kind: 'press_release' }),
  });
  // A second reader, so that there is something to send.
  await ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       VALUES ('ben000000001', 'ben@example.org', 'ben@example.org', 'Ben', 'en', 'weekly', 'active', 'x', 'x')`,
    )
    .all();
  await sendDigest(ctx, { by: 'slack:UANA', reportChannel: null, typedCount: null });
  for (let n = 0; n < 4; n += 1) await work();
  expect(publicMails()).toBe(1);
  const mailed = [...world.accepted]
    .filter(([key]) => key.startsWith('ml'))
    .flatMap(([, mails]) => mails.map(({ to }) => to));
  expect(mailed).toEqual(['ben@example.org']);
  expect(await states()).toEqual(['unsubscribed', 'active']);
});

test('only her own press behind a new mail to her lifts it', async () => {
  const { ctx, states, work, world } = await afterLeaving();
  const old = linksTo(world, 'confirm').length;
  world.advance(3600);
  await ask(ctx, '/subscribe', form(READER));
  await work();
  const fresh = linksTo(world, 'confirm').slice(old);
  expect(fresh.length).toBe(1);
  await ask(ctx, fresh[0] ?? '');
  expect(await states()).toEqual(['unsubscribed']);
  await ask(ctx, fresh[0] ?? '', form({}));
  expect(await states()).toEqual(['active']);
});

test('one click offers no undo, none can be made from the leave link, and that of a page is over after ten minutes', async () => {
  const { ctx, leave, states, world } = await afterLeaving();
  const token = leave.split('?t=')[1] ?? '';
  const leaveByPage = async () => {
    const page = await ask(ctx, '/unsubscribe', form({ t: token }));
    return /name="undo" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  };
  expect(await leaveByPage()).toBe('');
  for (const undo of [token, token.replace(/^u/, 'r')]) await ask(ctx, '/unsubscribe', form({ undo }));
  expect(await states()).toEqual(['unsubscribed']);

  await ctx.db.prepare(`UPDATE subscriber SET state = 'active', left_at = NULL`).all();
  const undo = await leaveByPage();
  expect(undo).not.toBe('');
  world.advance(601);
  await ask(ctx, '/unsubscribe', form({ undo }));
  expect(await states()).toEqual(['unsubscribed']);
});
