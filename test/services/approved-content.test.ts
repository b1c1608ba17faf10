import { expect, test } from 'vitest';
import type { Database, Statement } from '../../src/db/database.ts';
import { withdrawArticle } from '../../src/services/articles/withdraw-article.ts';
import type { Context } from '../../src/services/context.ts';
import { approveMailing } from '../../src/services/mailings/approve-mailing.ts';
import { controlMailing } from '../../src/services/mailings/control-mailing.ts';
import { previewMail } from '../../src/services/mailings/preview-mailing.ts';
import { reportMailings } from '../../src/services/mailings/report-mailings.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { createSchedule } from '../../src/services/mailings/schedule-change.ts';
import { draftDigest, sendDigest } from '../../src/services/mailings/send-digest.ts';
import { defaultSettings } from '../../src/services/newsroom-settings.ts';
import { mailedAddresses, testContext, type World } from '../support/context.ts';
import { FAR } from '../support/mailing.ts';
import { addArticles, addReader, addTopic, choose, listMailings, mailed, passTime } from './mailing-world.ts';

const BY = { by: 'slack:UANA', reportChannel: 'CREVIEW1', typedCount: null };
const ALL = ['One', 'Two', 'Other'];

/** Everything of its articles that a mail shows becomes something else. */
function rewrite(ctx: Context) {
  const event = `event_starts_at = '2026-05-01T09:00:00.000Z', event_place = 'Other hall'`;
  return ctx.db
    .prepare(
      `UPDATE article SET title = 'Other', extract = 'Other, in short.', kind = 'event', slug = 'other-' || id,
         topic_ids = '[99]', content_hash = 'other', ${event}`,
    )
    .all();
}

/** The same newsroom after staff changed whatever of the settings a mail shows. */
function resettled(ctx: Context): Context {
  const contact = { role: 'press', name: 'Other desk', email: 'other@example.com', phone: null } as const;
  const settings = {
    ...defaultSettings(),
    contacts: [{ ...contact, locale: null, topicId: null }],
    mail: { ...defaultSettings().mail, boilerplate: { en: 'Other company.' } },
    sending: { ...ctx.settings.sending, countsLinks: true },
  };
  const brand = { ...ctx.config.brand, siteName: 'Other name', colour: '#ff0000' };
  return { ...ctx, settings, config: { ...ctx.config, brand, mailFrom: 'other@example.com', timeZone: 'Asia/Tokyo' } };
}

async function onlyMailing(ctx: Context) {
  const [mailing] = await listMailings(ctx);
  if (!mailing) throw new Error('There is no mailing.');
  return mailing;
}

/** Runs the email lane until the mailing ends or `rounds` minutes are over. */
async function sendOn(ctx: Context, world: World, rounds = 30): Promise<string> {
  for (let round = 0; round < rounds; round += 1) {
    await runEmail(ctx, FAR);
    if ((await onlyMailing(ctx)).state === 'finished') break;
    world.advance(61);
  }
  return (await onlyMailing(ctx)).state;
}

/** A digest whose hold is over: a reader of everything, and one of a topic by choice, each with bytes of their own. */
async function heldDigest() {
  const { ctx, world } = await testContext();
  const [common, topic] = [await addTopic(ctx, 'common'), await addTopic(ctx, 'rare')];
  await addReader(ctx, 'ana');
  await choose(ctx, await addReader(ctx, 'ben'), topic);
  await addArticles(ctx, ['One'], { topicIds: [common] });
  await addArticles(ctx, ['Two'], { topicIds: [topic] });
  const result = await sendDigest(ctx, BY);
  if (result.kind !== 'holding') throw new Error('It was not approved.');
  world.advance(61);
  return { ctx, world, publicId: result.mailing.publicId };
}

/** A database at which `happen` takes place right before the transaction that starts a mailing. */
function beforeTheStart(db: Database, happen: () => Promise<unknown>): Database {
  let isStarting = false;
  return {
    prepare(sql) {
      isStarting ||= sql.includes('shown_settings = ?5');
      return db.prepare(sql);
    },
    async batch(statements) {
      if (isStarting) await happen();
      isStarting = false;
      return db.batch(statements);
    },
  };
}

test.each([
  ['an edit', (ctx: Context) => rewrite(ctx)],
  ['a withdrawal', (ctx: Context) => withdrawArticle(ctx, { publicId: 'a-One', reason: null, by: 'slack:UBEN' })],
  ['an article less', (ctx: Context) => ctx.db.prepare('DELETE FROM mailing_article WHERE article_id = 2').all()],
])(
  '%s between the look at the approval and the start: nothing leaves, and the approval is void',
  async (_what, change) => {
    const { ctx, world } = await heldDigest();
    let changes = 0;
    const db = beforeTheStart(ctx.db, () => {
      changes += 1;
      return changes === 1 ? change(ctx) : Promise.resolve();
    });
    await runEmail({ ...ctx, db }, FAR);
    expect([changes, (await onlyMailing(ctx)).state]).toEqual([1, 'holding']);
    await sendOn(ctx, world, 3);
    expect([(await onlyMailing(ctx)).state, mailedAddresses(world)]).toEqual(['cancelled', []]);
  },
);

test('an embargo that comes between the look and the start keeps it all back until it is over', async () => {
  const { ctx, world } = await heldDigest();
  const until = new Date(Date.parse(world.now) + 600_000).toISOString();
  const embargo = () => ctx.db.prepare(`UPDATE article SET embargo_until = ?1 WHERE id = 1`).bind(until).all();
  await runEmail({ ...ctx, db: beforeTheStart(ctx.db, embargo) }, FAR);
  await sendOn(ctx, world, 5);
  expect(mailedAddresses(world)).toEqual([]);
  expect(await sendOn(ctx, world)).toBe('finished');
  expect(mailed(world, ALL).sort()).toEqual(['ana: One, Two', 'ben: Two']);
});

test('edits between the start and the first mail, and between pause and resume, reach nobody', async () => {
  const { ctx, world, publicId } = await heldDigest();
  // The provider refuses what comes first, so that nothing is rendered for the second reader but what is stored.
  world.onSend = () => ({ kind: 'refused', code: 'rate_limit', message: '', stop: true, retryAfterSeconds: 1 });
  await runEmail(ctx, FAR);
  expect((await onlyMailing(ctx)).state).toBe('paused');
  const shown = await previewMail(ctx, await onlyMailing(ctx), 'en');
  await ctx.db.prepare('DELETE FROM variant').all();
  await rewrite(ctx);
  world.onSend = null;
  world.advance(120);
  await controlMailing(ctx, { publicId, act: 'resume', by: 'slack:UANA' });
  const later = resettled(ctx);
  expect(await sendOn(later, world)).toBe('finished');
  expect(mailed(world, ALL).sort()).toEqual(['ana: One, Two', 'ben: Two']);
  expect(JSON.stringify([...world.accepted.values()])).not.toMatch(/other|Hall|#ff0000|\/r\//i);
  expect(await previewMail(later, await onlyMailing(ctx), 'en')).toEqual(shown);
});

test('a retry after a lost answer is the same bytes, whatever of the settings changed in between', async () => {
  const { ctx, world } = await heldDigest();
  let sends = 0;
  world.onSend = (_key, took) => {
    const answer = took();
    sends += 1;
    return sends === 1 ? { kind: 'unanswered', code: 'timeout', message: '', retryAfterSeconds: null } : answer;
  };
  await runEmail(ctx, FAR);
  world.advance(61);
  expect(await sendOn(resettled(ctx), world)).toBe('finished');
  expect([sends, (await onlyMailing(ctx)).submittedCount]).toEqual([2, 2]);
});

test('an edit after the first zone has its mails reaches no zone that is due hours later', async () => {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  await addReader(ctx, 'tokyo', { frequency: 'daily', zone: 'Asia/Tokyo' });
  await addReader(ctx, 'york', { frequency: 'daily', zone: 'America/New_York', locale: 'zh-Hans' });
  await addArticles(ctx, ['One']);
  const plan = { time: '09:00', clocks: 'readers' } as const;
  await createSchedule(ctx, { frequency: 'daily', policy: 'send_unless_stopped', plan, by: 'slack:UANA' });
  await passTime(ctx, world, { minutes: 60, until: '2026-03-03T03:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['tokyo: One']);
  await rewrite(ctx);
  await passTime(resettled(ctx), world, { minutes: 60, until: '2026-03-03T20:00:00.000Z' });
  expect(mailed(world, ALL)).toEqual(['tokyo: One', 'york: One']);
});

type Held = Statement & { inner: Statement };

/** A database at which the process is killed right after its `last`-th statement or transaction. */
function dyingAfter(db: Database, last: number): Database & { isDead(): boolean } {
  let count = 0;
  async function live<T>(work: () => Promise<T>): Promise<T> {
    if (count >= last) throw new Error('dead');
    const result = await work();
    count += 1;
    if (count >= last) throw new Error('killed');
    return result;
  }
  const hold = (inner: Statement): Held => ({
    inner,
    bind: (...values) => hold(inner.bind(...values)),
    all: () => live(() => inner.all()),
  });
  return {
    isDead: () => count >= last,
    prepare: (sql) => hold(db.prepare(sql)),
    batch: (statements) => live(() => db.batch(statements.map((statement) => (statement as Held).inner))),
  };
}

/** On D1 each send takes a second, so there it dies after every fourth statement only. */
const STEP = navigator.userAgent === 'Cloudflare-Workers' ? 4 : 1;

test('killed after any statement of a send and edited right then, each reader gets once what was approved', async () => {
  let died = true;
  let edited = 0;
  for (let last = 1; died; last += STEP) {
    const { ctx, world } = await heldDigest();
    const db = dyingAfter(ctx.db, last);
    await runEmail({ ...ctx, db }, FAR).catch(() => null);
    died = db.isDead();
    const hasStarted = (await onlyMailing(ctx)).startedAt !== null;
    if (hasStarted) await rewrite(ctx);
    if (hasStarted) edited += 1;
    world.advance(61);
    expect(await sendOn(hasStarted ? resettled(ctx) : ctx, world)).toBe('finished');
    expect(mailed(world, ALL).sort(), `killed after statement ${last}`).toEqual(['ana: One, Two', 'ben: Two']);
  }
  expect(edited).toBeGreaterThan(8 / STEP);
});

test('a withdrawal while it is on its way pauses it once and says who has it; Resume sends the rest as approved', async () => {
  const { ctx, world, publicId } = await heldDigest();
  world.onSend = () => ({ kind: 'refused', code: 'rate_limit', message: '', stop: false, retryAfterSeconds: 30 });
  await runEmail(ctx, FAR);
  expect((await onlyMailing(ctx)).state).toBe('sending');
  world.onSend = null;
  world.advance(60);
  await withdrawArticle(ctx, { publicId: 'a-One', reason: null, by: 'slack:UBEN' });
  await runEmail(ctx, FAR);
  const paused = world.posts.flatMap(({ note }) => (note.kind === 'mailing_paused' ? [note.mailing] : []));
  expect(paused).toMatchObject([{ state: 'paused', submitted: 0, due: 2 }]);
  expect(paused[0]?.pauseReason).toContain('“One” was withdrawn');
  expect(mailedAddresses(world)).toEqual([]);
  world.advance(60);
  await controlMailing(ctx, { publicId, act: 'resume', by: 'slack:UANA' });
  expect(await sendOn(ctx, world)).toBe('finished');
  expect(mailed(world, ALL).sort()).toEqual(['ana: One, Two', 'ben: Two']);
});

test('the message in which it is followed says that an article was edited since', async () => {
  const { ctx, world, publicId } = await heldDigest();
  world.onSend = () => ({ kind: 'refused', code: 'rate_limit', message: '', stop: true, retryAfterSeconds: 1 });
  await runEmail(ctx, FAR);
  await ctx.db.prepare(`UPDATE article SET title = 'Other' WHERE id = 1`).all();
  await reportMailings(ctx);
  const notes = world.posts.flatMap(({ note }) => (note.kind === 'mailing' ? [note.mailing] : []));
  expect(notes).toMatchObject([{ publicId, state: 'paused', edited: ['One'] }]);
});

test('an article that was withdrawn while it was a draft is in no mail, also where the rest is approved after', async () => {
  const { ctx, world } = await heldDigest();
  await sendOn(ctx, world);
  await addReader(ctx, 'cem');
  await addArticles(ctx, ['Three', 'Four']);
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA' });
  await withdrawArticle(ctx, { publicId: 'a-Four', reason: null, by: 'slack:UBEN' });
  const approve = async (seenHash: string) => approveMailing(ctx, { ...BY, publicId: mailing.publicId, seenHash });
  await expect(approve(mailing.contentHash)).rejects.toThrow('changed since you saw it');
  const seen = (await listMailings(ctx)).find(({ publicId }) => publicId === mailing.publicId);
  await approve(seen?.contentHash ?? '');
  world.advance(61);
  await runEmail(ctx, FAR);
  expect(mailed(world, ['Three', 'Four'])).toContain('cem: Three');
});
