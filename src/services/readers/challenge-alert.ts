import * as z from 'zod';
import { readSetting, writeSetting } from '../../db/settings.ts';
import { addSeconds } from '../../domain/time.ts';
import type { Context } from '../context.ts';

const KEY = 'signup_check_misset';
const NOTED_EVERY_SECONDS = 3600;
/** Without a refusal for so long the secret counts as mended, and the next one as news. */
const OVER_AFTER_SECONDS = 86_400;

const MissetShape = z.object({ at: z.string(), toldAt: z.string().nullable() });

/** Notes, once an hour at most, that Cloudflare does not know our Turnstile secret, so that the check lets everybody through. */
export async function noteMissetChallenge(ctx: Context): Promise<void> {
  const now = ctx.now();
  const known = await readSetting(ctx.db, KEY, MissetShape);
  if (known && known.at > addSeconds(now, -NOTED_EVERY_SECONDS)) return;
  const isOld = known !== null && known.at > addSeconds(now, -OVER_AFTER_SECONDS);
  await writeSetting(ctx.db, KEY, { at: now, toldAt: isOld ? known.toldAt : null }, now);
  ctx.ring();
}

/** Whether lately the check lets everybody through; false where it works or none is set up. */
export async function isChallengeMisset(ctx: Context): Promise<boolean> {
  if (!ctx.config.turnstile) return false;
  const known = await readSetting(ctx.db, KEY, MissetShape);
  return known !== null && known.at > addSeconds(ctx.now(), -OVER_AFTER_SECONDS);
}

/** Tells staff once, in the review channel. */
export async function alertMissetChallenge(ctx: Context): Promise<void> {
  const known = await readSetting(ctx.db, KEY, MissetShape);
  if (!known || known.toldAt !== null) return;
  await writeSetting(ctx.db, KEY, { ...known, toldAt: ctx.now() }, ctx.now());
  if (!ctx.config.reviewChannel) return;
  const outcome = await ctx.announcer.post(ctx.config.reviewChannel, { kind: 'signup_check_misset' });
  if (outcome.kind === 'refused') ctx.log.warn('staff.not_told', { note: 'signup_check_misset', code: outcome.code });
}
