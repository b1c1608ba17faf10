import { Hono } from 'hono';
import * as z from 'zod';
import { listTopics, type Topic } from '../db/articles/topics.ts';
import { addTopic } from '../services/desk/change-topic.ts';
import type { HttpEnv } from './environment.ts';
import { readJson } from './read-json.ts';

const NAME = 'Give the topic a name of at most 60 characters.';

export const TopicShape = z.strictObject(
  {
    name: z.string(NAME).max(200, NAME),
    visibility: z.enum(['public', 'invite_only'], 'Say who may choose it: public or invite_only.').default('public'),
  },
  'Send an object with the name of a topic.',
);

/** The topics readers choose from, and new ones; the route above it checks the token. */
export const topicApiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/topics', async (c) => {
    const topics = await listTopics(c.var.ctx.db);
    return c.json({ topics: topics.map(topicJson) });
  })
  .post('/api/v1/topics', async (c) => {
    const input = await readJson(c, TopicShape);
    const { topic } = await addTopic(c.var.ctx, { ...input, by: 'api' });
    return c.json(topicJson(topic), 201);
  });

function topicJson({ name, publicId: id, slug, visibility }: Topic) {
  return { id, slug, name, visibility };
}
