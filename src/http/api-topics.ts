import { Hono } from 'hono';
import * as z from 'zod';
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

/** New topics for scripts; the route above it checks the token. */
export const topicApiRoutes = new Hono<HttpEnv>().post('/api/v1/topics', async (c) => {
  const input = await readJson(c, TopicShape);
  const { topic } = await addTopic(c.var.ctx, { ...input, by: 'api' });
  const { name, publicId: id, slug, visibility } = topic;
  return c.json({ id, slug, name, visibility }, 201);
});
