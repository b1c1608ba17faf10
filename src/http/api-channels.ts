import { Hono } from 'hono';
import * as z from 'zod';
import { addRoute, defaultRouteSettings } from '../services/announcements/change-route.ts';
import type { HttpEnv } from './environment.ts';
import { readJson } from './read-json.ts';

export const ChannelShape = z.strictObject(
  { channel: z.string().regex(/^[CG][A-Z0-9]{1,30}$/, 'is the id of a Slack channel, as in C0123456789') },
  'Send an object with the id of a channel.',
);

/** Channels for scripts; the route above it checks the token. */
export const channelApiRoutes = new Hono<HttpEnv>().post('/api/v1/channels', async (c) => {
  const { channel } = await readJson(c, ChannelShape);
  const { route, changedAt } = await addRoute(c.var.ctx, { settings: defaultRouteSettings(channel, null), by: 'api' });
  const { channelId, mode, publicId: id, state } = route;
  return c.json({ id, channel: channelId, mode, state }, changedAt ? 201 : 200);
});
