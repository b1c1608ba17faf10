import { type Database, execute } from '../../db/database.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { countSuppressions, forgetSuppressions, startPepper } from '../../db/readers/suppressions.ts';
import { readSettingText, swapSetting } from '../../db/settings.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import { createMac } from '../hmac.ts';
import { seal, unseal } from '../seal.ts';

export const PEPPER = 'address_pepper';
const PEPPER_BYTES = 32;
/** How long a process trusts what it read: a restore may put another pepper in place beside it. */
const FRESH_MS = 60_000;

/** Gives a normalised address its hash: 64 hex digits. */
export type AddressHash = (emailKey: string) => string;
type Place = Pick<Context, 'db' | 'config' | 'now'>;

const cache = new WeakMap<Database, { readAt: number; hash: Promise<AddressHash> }>();

/**
 * The one way to an address's hash, for suppressions and proofs: HMAC-SHA-256 under a random pepper, which stands sealed in
 * the settings (see seal.ts), so that a copy of the database alone cannot be tried against a list of addresses. The pepper is made
 * at first need, opened by any key of the ring, and sealed anew under the newest. Costs a statement a minute and database.
 * @throws AppError('unavailable') where no key of the ring opens the pepper, or it is gone while hashes under it exist
 */
export function addressHash(ctx: Place): Promise<AddressHash> {
  const at = Date.parse(ctx.now());
  const known = cache.get(ctx.db);
  if (known && Math.abs(at - known.readAt) < FRESH_MS) return known.hash;
  const hash = openPepper(ctx);
  cache.set(ctx.db, { readAt: at, hash });
  hash.catch(() => cache.delete(ctx.db));
  return hash;
}

/** The same, or null where the pepper cannot be had: for what must be done with or without a hash. */
export async function addressHashIfAny(ctx: Place): Promise<AddressHash | null> {
  try {
    return await addressHash(ctx);
  } catch (error) {
    if (error instanceof AppError && error.code === 'unavailable') return null;
    throw error;
  }
}

/** Has this process read the pepper again at the next need. */
export function forgetPepper(db: Database): void {
  cache.delete(db);
}

async function openPepper(ctx: Place): Promise<AddressHash> {
  const { config, db } = ctx;
  const stored = (await readSettingText(db, PEPPER)) ?? (await makePepper(ctx));
  const opened = stored === null ? null : await unseal(config.tokenKeys, PEPPER, sealedIn(stored));
  if (!opened || stored === null) throw unopened(stored !== null);
  if (opened.isStale) await reseal(ctx, stored, opened.secret);
  return createMac(Buffer.from(opened.secret, 'base64'));
}

/** The pepper as it is stored by now, whoever was first; null where hashes exist that a fresh one would make worthless. */
async function makePepper({ config, db, now }: Place): Promise<string | null> {
  const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(PEPPER_BYTES))).toString('base64');
  const sealed = JSON.stringify(await seal(config.tokenKeys, PEPPER, secret));
  await execute(startPepper(db, { key: PEPPER, value: sealed }, now()));
  return readSettingText(db, PEPPER);
}

async function reseal({ config, db, now }: Place, from: string, secret: string): Promise<void> {
  const to = JSON.stringify(await seal(config.tokenKeys, PEPPER, secret));
  await execute(swapSetting(db, { key: PEPPER, from, to, now: now() }));
}

/**
 * How the pepper stands, without making one. unused: none is needed yet. lost: hashes exist and no key of the ring opens what
 * they were made under, or it is gone.
 */
export async function pepperStanding({ config, db }: Place): Promise<'open' | 'unused' | 'lost'> {
  const stored = await readSettingText(db, PEPPER);
  if (stored !== null) return (await unseal(config.tokenKeys, PEPPER, sealedIn(stored))) ? 'open' : 'lost';
  return (await countSuppressions(db)) === 0 ? 'unused' : 'lost';
}

/**
 * Gives up a pepper that nobody can open, with the hashes under it; the next need makes a fresh one. Readers who left or whose
 * address failed stay out by their own rows; erased ones could be imported again.
 * @throws AppError('conflict') while the pepper opens
 */
export async function giveUpSuppressions(ctx: Context, by: string): Promise<number> {
  if ((await pepperStanding(ctx)) !== 'lost')
    throw new AppError(
      'conflict',
      'The suppression list can be read, so there is nothing to give up. Nothing was changed.',
    );
  const pepper = await readSettingText(ctx.db, PEPPER);
  const { hashes, setting } = forgetSuppressions(ctx.db, PEPPER, pepper);
  const [dropped] = await ctx.db.batch([
    hashes,
    insertAudit(ctx.db, { at: ctx.now(), actor: by, act: 'suppressions.given_up', subject: 'newsroom' }),
    setting,
  ]);
  forgetPepper(ctx.db);
  return dropped?.meta.changes ?? 0;
}

function sealedIn(stored: string): string {
  const value: unknown = JSON.parse(stored);
  return typeof value === 'string' ? value : '';
}

function unopened(isThere: boolean): AppError {
  const what = isThere
    ? 'No key in TOKEN_SECRET opens the pepper of the suppression list.'
    : 'The pepper of the suppression list is gone from the settings.';
  return new AppError('unavailable', `${what} Nothing was changed. npm run doctor says what to do.`);
}
