import * as z from 'zod';
import { readSetting, writeSetting } from '../db/settings.ts';
import { addSeconds } from '../domain/time.ts';
import type { Context } from './context.ts';

const TICKED_AT = 'ticked_at';
/** A tick every second must not write every second. */
export const NOTED_EVERY_SECONDS = 60;

/** Notes that background work runs, at most once a minute. */
export async function noteTick(ctx: Context): Promise<void> {
  const now = ctx.now();
  const last = await lastTick(ctx);
  if (last === null || last <= addSeconds(now, -NOTED_EVERY_SECONDS)) await writeSetting(ctx.db, TICKED_AT, now, now);
}

/** When background work last ran, within a minute; null if it never did. */
export async function lastTick(ctx: Context): Promise<string | null> {
  return readSetting(ctx.db, TICKED_AT, z.string());
}
