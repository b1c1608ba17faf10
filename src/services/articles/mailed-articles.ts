import { listHadByOf } from '../../db/mailings/had-stories.ts';
import { FREQUENCIES } from '../../domain/frequency.ts';
import type { Context } from '../context.ts';

/** Which of these articles (ids) readers of every frequency had by mail: no newsletter to everybody carries them again. */
export async function listMailed(ctx: Context, articleIds: readonly number[]): Promise<number[]> {
  const had = await listHadByOf(ctx.db, { articleIds, audience: {} });
  return [...had].flatMap(([id, by]) => (by.length === FREQUENCIES.length ? [id] : []));
}
