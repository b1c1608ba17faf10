import { findTopics } from '../../db/articles/topics.ts';
import { wrongField } from '../../domain/errors.ts';
import type { Context } from '../context.ts';

/** The ids of topics by slug or public id, each once. Throws AppError('invalid') naming `topics`. */
export async function topicIdsOf(ctx: Context, names: readonly string[]): Promise<number[]> {
  if (names.length === 0) return [];
  const found = await findTopics(ctx.db, names);
  const ids = names.map((name) => {
    const topic = found.find(({ slug, publicId }) => slug === name || publicId === name);
    if (!topic) throw wrongField('topics', `There is no topic "${name.slice(0, 80)}".`);
    return topic.id;
  });
  return [...new Set(ids)];
}
