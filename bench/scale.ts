import { hash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { createProgress } from '../scripts/progress.ts';
import { withFolder } from '../scripts/with-folder.ts';
import { createContext } from '../src/app.ts';
import type { NodeDatabase } from '../src/db/d1-node.ts';
import { type BatchResult, claimBatches, markBatches, recordBodyHashes } from '../src/db/mailings/batches.ts';
import { findMailing, type Mailing } from '../src/db/mailings/mailings.ts';
import { listDueIds, planSlice } from '../src/db/mailings/plan-batches.ts';
import { createLog } from '../src/log.ts';
import { sendDigest } from '../src/services/mailings/send-digest.ts';
import { round, tell } from './figures.ts';
import { addArticles, newsroomVariables, openNewsroom, readerAddress, sampleArticles } from './newsroom.ts';
import type { BenchOptions } from './options.ts';

/** Readers that one database is meant to hold; docs/scale.md says why. */
const PER_SHARD = 1_000_000;
const DEFAULT_RECIPIENTS = 10_000_000;
const SLICE = 10_000;
const BATCH = 100;
const CLAIM = 10;
const CREATED_AT = '2026-01-01T00:00:00.000Z';
const LATER = '9999-01-01T00:00:00.000Z';
/** Readers between two steps of the progress that is told. */
const AT_A_TIME = 20_000;
/** Mails of which the bytes that stay in the database are measured. */
const FROZEN = 200_000;
const PROVIDER_ID = 'a3f1c2d4-0000-4000-8000-000000000000';

type Timed = { seconds: number; cpuSeconds: number };

/**
 * A mailing to ten million readers over databases of a million each. Every address goes to a shard by its hash. One shard
 * is built with the program's own schema; then as many mailings as there are shards are planned in it by the program's own
 * statements, each to as many readers as its shard has. Of the first one some batches are also frozen and marked. Nothing is
 * rendered or sent.
 */
export async function benchScale({ recipients }: BenchOptions): Promise<Record<string, unknown>> {
  const total = recipients ?? DEFAULT_RECIPIENTS;
  const shards = Math.ceil(total / PER_SHARD);
  const hashing = await timed(async () => shardSizes(total, shards));
  const sizes = hashing.value;
  const largest = Math.max(...sizes);
  tell(`${total} addresses in ${shards} shards of ${Math.min(...sizes)} to ${largest}`);
  return withFolder(async (folder) => {
    const shard = await openShard(join(folder, 'shard.db'));
    try {
      const empty = await shard.bytes();
      const built = await timed(() => addReaders(shard.db, largest));
      const bytesPerReader = ((await shard.bytes()) - empty) / largest;
      tell(`a shard of ${largest} readers is built in ${built.took.seconds} s`);
      const { frozen, planned, plannedCount } = await runMailings(shard, sizes);
      return {
        recipients: total,
        planned: plannedCount,
        shards,
        smallestShard: Math.min(...sizes),
        largestShard: largest,
        hashSeconds: hashing.took.seconds,
        buildSeconds: built.took.seconds,
        planSeconds: round(planned.seconds, 2),
        planCpuMsPer1000: perThousand(planned.cpuSeconds, total),
        freezeCpuMsPer1000: perThousand(frozen.cpuSeconds, frozen.mails),
        bytesPerReader: Math.round(bytesPerReader),
        bytesPerMail: Math.round(frozen.bytes / frozen.mails),
        peakRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
      };
    } finally {
      shard.db.close();
    }
  });
}

type Shard = { db: NodeDatabase /** Of the file, with everything written into it. */; bytes(): Promise<number> };

async function openShard(path: string): Promise<Shard> {
  const db = await openNewsroom(path);
  const bytes = async () => {
    await db.prepare('PRAGMA wal_checkpoint(TRUNCATE)').all();
    return statSync(path).size;
  };
  return { db, bytes };
}

async function runMailings({ bytes, db }: Shard, sizes: readonly number[]) {
  await addArticles(db, sampleArticles(10));
  const { id, publicId } = await approve(db);
  const planned: Timed = { seconds: 0, cpuSeconds: 0 };
  let frozen = { mails: 0, bytes: 0, cpuSeconds: 0 };
  let plannedCount = 0;
  using progress = createProgress('Shards planned', sizes.length, { print: tell });
  for (const [n, size] of sizes.entries()) {
    await startAnew(db, id, size);
    const { took } = await timed(() => plan(db, publicId));
    planned.seconds += took.seconds;
    planned.cpuSeconds += took.cpuSeconds;
    const readers = await countPlanned(db, id);
    if (readers !== size) throw new Error(`${readers} of ${size} readers of a shard are planned.`);
    plannedCount += readers;
    progress.step(1);
    progress.say(`shard ${n + 1} of ${sizes.length}: ${readers} readers planned in ${took.seconds} s`);
    if (n > 0) continue;
    const before = await bytes();
    progress.step(0, `freezing ${FROZEN} mails of the first`);
    const freezing = await timed(async () => freeze(db, await found(db, publicId)));
    frozen = { mails: freezing.value, bytes: (await bytes()) - before, cpuSeconds: freezing.took.cpuSeconds };
  }
  return { planned, plannedCount, frozen };
}

/** The mailing as it is when its hold ends, to the first `size` readers. */
async function startAnew(db: NodeDatabase, id: number, size: number): Promise<void> {
  await db.batch([
    db.prepare('DELETE FROM batch WHERE mailing_id = CAST(?1 AS INTEGER)').bind(id),
    db
      .prepare(
        'UPDATE mailing SET cursor = 0, is_planned = 0, max_id = CAST(?2 AS INTEGER) WHERE id = CAST(?1 AS INTEGER)',
      )
      .bind(id, size),
  ]);
}

function perThousand(seconds: number, mails: number): number {
  return round((seconds * 1e6) / mails, 3);
}

/** How many of the addresses 1 to `total` each shard gets by their hash. */
function shardSizes(total: number, shards: number): number[] {
  using progress = createProgress('Addresses hashed', total);
  const sizes = Array<number>(shards).fill(0);
  for (let n = 1; n <= total; n += 1) {
    const shard = Number.parseInt(hash('sha256', readerAddress(n)).slice(0, 8), 16) % shards;
    sizes[shard] = (sizes[shard] ?? 0) + 1;
    if (n % AT_A_TIME === 0) progress.step(AT_A_TIME);
  }
  progress.step(total % AT_A_TIME);
  return sizes;
}

async function timed<T>(work: () => Promise<T>): Promise<{ value: T; took: Timed }> {
  const from = performance.now();
  const cpu = process.cpuUsage();
  const value = await work();
  const { system, user } = process.cpuUsage(cpu);
  const took = { seconds: round((performance.now() - from) / 1000, 2), cpuSeconds: (user + system) / 1e6 };
  return { value, took };
}

/** Readers 1 to `count`, with ids and addresses as long as those of millions. */
async function addReaders(db: NodeDatabase, count: number): Promise<void> {
  using progress = createProgress('Readers stored', count);
  for (let from = 1; from <= count; from += AT_A_TIME) {
    const to = Math.min(from + AT_A_TIME - 1, count);
    await db
      .prepare(
        `WITH RECURSIVE n (value) AS (SELECT CAST(?1 AS INTEGER) UNION ALL SELECT value + 1 FROM n WHERE value < CAST(?2 AS INTEGER))
         INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
         SELECT printf('r%011d', value), printf('reader%08d@example.org', value), printf('reader%08d@example.org', value),
           printf('Reader %08d', value), CASE WHEN value % 5 = 0 THEN 'zh-Hans' ELSE 'en' END, 'weekly', 'active', 'import', ?3
         FROM n`,
      )
      .bind(from, to, CREATED_AT)
      .all();
    progress.step(to - from + 1);
  }
}

async function approve(db: NodeDatabase): Promise<Mailing> {
  const ctx = createContext({ variables: newsroomVariables({}), db, ring: () => {}, log: createLog(() => {}) });
  const result = await sendDigest(ctx, { by: 'bench', reportChannel: null, typedCount: null });
  if (result.kind !== 'holding') throw new Error('The digest was not approved.');
  await db.prepare(`UPDATE mailing SET state = 'sending', started_at = ?1`).bind(CREATED_AT).all();
  return found(db, result.mailing.publicId);
}

async function found(db: NodeDatabase, publicId: string): Promise<Mailing> {
  const mailing = await findMailing(db, publicId);
  if (!mailing) throw new Error('The mailing is gone.');
  return mailing;
}

async function plan(db: NodeDatabase, publicId: string): Promise<void> {
  for (let at = await found(db, publicId); !at.isPlanned; at = await found(db, publicId)) {
    const ids = await listDueIds(db, at, SLICE);
    const starts = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, n) => n * BATCH);
    const ranges = starts.map((from) => [ids[from] ?? 0, ids[Math.min(from + BATCH, ids.length) - 1] ?? 0] as const);
    await db.batch(planSlice(db, at, { ranges, isLast: ranges.length === 0 }));
  }
}

/** Readers in the ranges of all batches; a shard's ids have no gaps. Throws where two batches overlap. */
async function countPlanned(db: NodeDatabase, mailingId: number): Promise<number> {
  const { results } = await db
    .prepare(
      `SELECT SUM(hi - lo + 1) AS readers, COUNT(*) FILTER (WHERE lo <= before) AS overlaps
       FROM (SELECT lo, hi, LAG(hi) OVER (ORDER BY lo) AS before FROM batch WHERE mailing_id = CAST(?1 AS INTEGER))`,
    )
    .bind(mailingId)
    .all();
  if (results[0]?.overlaps !== 0) throw new Error('Two batches overlap.');
  return Number(results[0]?.readers);
}

/** Claims, freezes and marks batches as a sender does, with what a provider would answer; to how many mails. */
async function freeze(db: NodeDatabase, mailing: Mailing): Promise<number> {
  const holder = 'bench';
  const work = { limit: CLAIM, builderVersion: 1, keyId: 'k1', cap: null };
  const claim = { holder, now: CREATED_AT, leaseUntil: LATER, ...work };
  let mails = 0;
  while (mails < FROZEN) {
    const claimed = await claimBatches(db, mailing, claim);
    if (claimed.length === 0) break;
    const hashes = claimed.map(({ attempts, lo }) => ({ lo, attempts, bodyHash: 'f'.repeat(64) }));
    await recordBodyHashes(db, { mailingId: mailing.id, holder, hashes });
    const results = claimed.map(({ lo, recipients }): BatchResult => {
      const providerIds = recipients.map(() => PROVIDER_ID);
      return { lo, to: 'submitted', sentCount: recipients.length, providerIds, refusals: [] };
    });
    await db.batch(markBatches(db, { mailingId: mailing.id, holder, results, now: CREATED_AT }));
    mails += claimed.reduce((sum, { recipients }) => sum + recipients.length, 0);
  }
  return mails;
}
