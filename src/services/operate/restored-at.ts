import * as z from 'zod';
import { readSetting, writeSetting } from '../../db/settings.ts';
import type { Context } from '../context.ts';

const RESTORED_AT = 'restored_at';

/** Notes that this newsroom is filled from a backup now. */
export async function noteRestore({ db, now }: Pick<Context, 'db' | 'now'>): Promise<void> {
  await writeSetting(db, RESTORED_AT, now(), now());
}

/** When this newsroom was filled from a backup; null where it never was. What is older may have been done since without trace. */
export async function restoredAt({ db }: Pick<Context, 'db'>): Promise<string | null> {
  return readSetting(db, RESTORED_AT, z.string());
}
