import {
  findTopic,
  findTopicsLike,
  insertTopic,
  listTakenTopicSlugs,
  listTopics,
  saveTopic,
  type Topic,
  type TopicSettings,
  TopicSettingsShape,
} from '../../db/articles/topics.ts';
import { insertAudit } from '../../db/desk/audit.ts';
import { AppError } from '../../domain/errors.ts';
import { plainLine } from '../../domain/plain-text.ts';
import { freeSlug, slugOf } from '../../domain/slug.ts';
import type { Context } from '../context.ts';

const NAME_LIMIT = 60;

/** What came of it: `changedAt` names the change for Undo, null where nothing was to change. */
export type TopicChange = { topic: Topic; changedAt: string | null };
export type TopicAct = 'renamed' | 'shown' | 'hidden' | 'moved' | 'removed' | 'restored' | 'undone';

/** Adds a topic behind the others. Throws AppError('invalid') naming `name`, and ('conflict') for a name that is there. */
export async function addTopic(
  ctx: Context,
  input: { name: string; visibility: Topic['visibility']; by: string },
): Promise<TopicChange> {
  const name = await freeName(ctx, input.name, null);
  const now = ctx.now();
  const publicId = ctx.ids.publicId();
  const slug = freeSlug(slugOf(name, 'topic'), new Set(await listTakenTopicSlugs(ctx.db)));
  const after = { name, visibility: input.visibility, state: 'active' as const };
  const [added] = await ctx.db.batch([
    insertTopic(ctx.db, { publicId, slug, name, visibility: input.visibility, now }),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: 'topic.added',
      subject: `topic:${publicId}`,
      detail: { before: { ...after, state: 'removed' }, after },
    }),
  ]);
  if (added?.meta.changes !== 1)
    throw new AppError('conflict', 'That topic was added at this moment. Nothing was done.');
  return { topic: await knownTopic(ctx, publicId), changedAt: now };
}

/** Changes a topic. Throws AppError('not_found'), ('invalid') for a bad name, ('conflict') where it changed meanwhile. */
export async function editTopic(
  ctx: Context,
  input: { publicId: string; change: Partial<TopicSettings>; act: TopicAct; by: string },
): Promise<TopicChange> {
  const topic = await knownTopic(ctx, input.publicId);
  const before = TopicSettingsShape.parse(topic);
  const name = input.change.name === undefined ? before.name : await freeName(ctx, input.change.name, topic.id);
  const after = { ...before, ...input.change, name };
  if (JSON.stringify(before) === JSON.stringify(after)) return { topic, changedAt: null };
  const now = ctx.now();
  const [saved] = await ctx.db.batch([
    saveTopic(ctx.db, topic, after),
    insertAudit(ctx.db, {
      at: now,
      actor: input.by,
      act: `topic.${input.act}`,
      subject: `topic:${topic.publicId}`,
      detail: { before, after },
    }),
  ]);
  if (saved?.meta.changes !== 1)
    throw new AppError('conflict', 'Somebody changed that topic at the same moment. Nothing was done.');
  return { topic: await knownTopic(ctx, input.publicId), changedAt: now };
}

/** Puts a topic one place higher in the readers' list; the topic above takes its place. */
export async function raiseTopic(ctx: Context, input: { publicId: string; by: string }): Promise<TopicChange> {
  const topics = await listTopics(ctx.db);
  const index = topics.findIndex(({ publicId }) => publicId === input.publicId);
  const topic = topics[index] ?? (await knownTopic(ctx, input.publicId));
  const above = topics[index - 1];
  if (!above) return { topic, changedAt: null };
  const now = ctx.now();
  const entry = { at: now, actor: input.by, act: 'topic.raised', subject: `topic:${topic.publicId}` };
  await ctx.db.batch([
    saveTopic(ctx.db, above, { ...above, position: topic.position }),
    saveTopic(ctx.db, topic, { ...topic, position: above.position }),
    insertAudit(ctx.db, { ...entry, detail: { name: topic.name } }),
  ]);
  return { topic: await knownTopic(ctx, input.publicId), changedAt: null };
}

/** The one topic somebody names by its number, name or slug. Throws AppError('invalid') or ('not_found'). */
export async function topicByName(ctx: Context, typed: string): Promise<Topic> {
  const name = typed.trim();
  if (name === '')
    throw new AppError('invalid', 'Say which topic: its number or name in `/newsdesk topics`. Nothing was done.');
  const [first] = await findTopicsLike(ctx.db, name);
  if (!first)
    throw new AppError(
      'not_found',
      `No topic is called “${name.slice(0, 60)}”. Nothing was done. See \`/newsdesk topics\`.`,
    );
  return first;
}

async function knownTopic(ctx: Context, publicId: string): Promise<Topic> {
  const topic = await findTopic(ctx.db, publicId);
  if (!topic) throw new AppError('not_found', 'That topic is not known here. Nothing was done.');
  return topic;
}

/** The name as it will be stored, once no other active topic has it. */
async function freeName(ctx: Context, typed: string, exceptId: number | null): Promise<string> {
  const name = plainLine(typed).trim();
  if (name === '' || name.length > NAME_LIMIT)
    throw new AppError('invalid', `A topic needs a name of at most ${NAME_LIMIT} characters. Nothing was done.`, {
      fields: { name: `is needed, with at most ${NAME_LIMIT} characters` },
    });
  const taken = (await findTopicsLike(ctx.db, name)).find(
    (topic) => topic.id !== exceptId && topic.state === 'active' && topic.name.toLowerCase() === name.toLowerCase(),
  );
  if (taken) throw new AppError('conflict', `There is a topic “${taken.name}” already. Nothing was done.`);
  return name;
}
