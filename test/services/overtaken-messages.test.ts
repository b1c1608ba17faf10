import { expect, test } from 'vitest';
import { insertReportMails } from '../../src/db/mailings/messages.ts';
import type { Context } from '../../src/services/context.ts';
import { sendMessages } from '../../src/services/mailings/send-messages.ts';
import type { SendOutcome } from '../../src/services/ports.ts';
import { mailedAddresses, testContext, type World } from '../support/context.ts';
import { RATE_LIMITED } from '../support/mailing.ts';

const LOST: SendOutcome = { kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: 1 };

/** Readers who wait for their welcome, r1@example.org and on. */
async function waiting(readers: number): Promise<{ ctx: Context; world: World }> {
  const { ctx, world } = await testContext();
  const list = JSON.stringify(Array.from({ length: readers }, (_, n) => n + 1));
  await ctx.db.batch([
    ctx.db
      .prepare(
        `INSERT INTO subscriber (id, public_id, email, email_key, name, locale, frequency, state, source, created_at)
         SELECT value, 'reader' || printf('%06d', value), 'r' || value || '@example.org', 'r' || value || '@example.org',
           '', 'en', 'weekly', 'active', 'import', ?2 FROM json_each(?1)`,
      )
      .bind(list, ctx.now()),
    ctx.db
      .prepare(
        `INSERT INTO message (kind, dedupe_key, subscriber_id, data, state, not_before, created_at)
         SELECT 'welcome', 'wl/' || value || '/1', value, '{}', 'todo', ?2, ?2 FROM json_each(?1)`,
      )
      .bind(list, ctx.now()),
  ]);
  return { ctx, world };
}

async function states(ctx: Context): Promise<unknown[]> {
  const { results } = await ctx.db.prepare('SELECT state FROM message ORDER BY id').all();
  return results.map(({ state }) => state);
}

async function untilSent(ctx: Context, world: World): Promise<void> {
  for (let n = 0; n < 20; n += 1) {
    await sendMessages(ctx, `later${n}`);
    world.advance(60);
  }
}

/** A context whose first call to the provider takes so long that every lease runs out, and another sender works meanwhile. */
function slowAtFirst(ctx: Context, world: World, meanwhile: () => Promise<void>, answer: SendOutcome | null): Context {
  let calls = 0;
  const send: Context['mailer']['send'] = async (...mail) => {
    calls += 1;
    if (calls > 1) return ctx.mailer.send(...mail);
    world.advance(120);
    await meanwhile();
    return answer ?? ctx.mailer.send(...mail);
  };
  return { ...ctx, mailer: { ...ctx.mailer, send } };
}

test.each<[string, SendOutcome | null]>([
  ['taken too', null],
  ['refused', RATE_LIMITED],
  ['lost', LOST],
])('a mail that another sender took over and sent is not sent anew by the one that lost it: %s', async (_, late) => {
  const { ctx, world } = await waiting(1);
  await sendMessages(
    slowAtFirst(ctx, world, async () => void (await sendMessages(ctx, 'another')), late),
    'first',
  );
  expect(await states(ctx)).toEqual(['submitted']);
  await ctx.db.prepare(`UPDATE subscriber SET name = 'Renamed'`).all();
  await untilSent(ctx, world);
  expect(mailedAddresses(world)).toEqual(['r1@example.org']);
});

test.each<[string, SendOutcome | null]>([
  ['taken', null],
  ['lost', LOST],
])(
  'a refusal that comes late does not forget the request of another sender that is under way and is %s',
  async (_, answer) => {
    const { ctx, world } = await waiting(1);
    let arrive = () => {};
    const arrived = new Promise<void>((resolve) => {
      arrive = resolve;
    });
    let leave = () => {};
    const refused = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const send: Context['mailer']['send'] = async (...mail) => {
      const taken = await ctx.mailer.send(...mail);
      arrive();
      await refused;
      return answer ?? taken;
    };
    let second: Promise<unknown> | null = null;
    const meanwhile = async () => {
      second = sendMessages({ ...ctx, mailer: { ...ctx.mailer, send } }, 'another');
      await arrived;
    };
    await sendMessages(slowAtFirst(ctx, world, meanwhile, RATE_LIMITED), 'first');
    await ctx.db.prepare(`UPDATE subscriber SET name = 'Renamed'`).all();
    leave();
    await second;
    await untilSent(ctx, world);
    expect(mailedAddresses(world)).toEqual(['r1@example.org']);
    expect(await states(ctx)).toEqual(['submitted']);
  },
);

test('of ten mails that one slow call keeps waiting, each is sent once, none is dropped', async () => {
  const { ctx, world } = await waiting(10);
  const meanwhile = async () => {
    world.onSend = () => RATE_LIMITED;
    await sendMessages(ctx, 'another');
    world.onSend = null;
  };
  await sendMessages(slowAtFirst(ctx, world, meanwhile, null), 'first');
  await untilSent(ctx, world);
  expect(mailedAddresses(world).sort()).toEqual(Array.from({ length: 10 }, (_, n) => `r${n + 1}@example.org`).sort());
  expect(new Set(await states(ctx))).toEqual(new Set(['submitted']));
});

test('a mail that was whole from the start outlasts a quota that is used up for days', async () => {
  const { ctx, world } = await waiting(0);
  const frozen = JSON.stringify({
    from: 'a@example.com',
    to: 'boss@example.org',
    subject: 'Report',
    html: '',
    text: '',
  });
  await ctx.db.batch([insertReportMails(ctx.db, [{ dedupeKey: 'rp/1', frozen }], ctx.now())]);
  world.onSend = () => ({ ...RATE_LIMITED, code: 'daily_quota_exceeded', stop: true });
  for (let hours = 0; hours < 60; hours += 1) {
    await sendMessages(ctx, 'test');
    world.advance(3600);
  }
  world.onSend = null;
  await untilSent(ctx, world);
  expect(mailedAddresses(world)).toEqual(['boss@example.org']);
  expect(await states(ctx)).toEqual(['submitted']);
});

test('the mail of another person under a number that was given before a restore is sent all the same', async () => {
  const { ctx, world } = await waiting(1);
  await sendMessages(ctx, 'test');
  // As an older backup has it: the number is given to the next who signs up.
  world.advance(3600);
  await ctx.db.batch([
    ctx.db.prepare(`UPDATE subscriber SET email = 'new@example.org', email_key = 'new@example.org'`),
    ctx.db
      .prepare(
        `UPDATE message SET state = 'todo', frozen = NULL, attempts = 0, oldest_unanswered_at = NULL, created_at = ?1`,
      )
      .bind(ctx.now()),
  ]);
  await untilSent(ctx, world);
  expect(mailedAddresses(world)).toEqual(['r1@example.org', 'new@example.org']);
});
