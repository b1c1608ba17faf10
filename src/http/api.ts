import { timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import * as z from 'zod';
import { AppError } from '../domain/errors.ts';
import { addFeed } from '../services/add-feed.ts';
import { sha256 } from '../services/hash.ts';
import { articleApiRoutes } from './api-articles.ts';
import type { HttpEnv } from './environment.ts';

const AddFeedShape = z.object({
  url: z.string().url(),
  channel: z.string().min(2).nullish(),
  startWith: z.enum(['none', 'newest_1', 'newest_3']).default('none'),
  kind: z
    .string()
    .regex(/^[a-z_]{2,30}$/)
    .default('coverage'),
  textRight: z.enum(['link', 'extract', 'full']).default('extract'),
  imageRight: z.enum(['none', 'licensed', 'own']).default('none'),
  needsApproval: z.boolean().default(false),
  pollFloorSeconds: z.number().int().min(5).max(86_400).default(300),
});

/** What scripts may do, with `Authorization: Bearer ADMIN_TOKEN`. */
export const apiRoutes = new Hono<HttpEnv>()
  .use('/api/*', async (c, next) => {
    const given = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1] ?? '';
    if (!isSame(given, c.var.ctx.config.adminToken)) {
      throw new AppError('forbidden', 'Send "Authorization: Bearer ADMIN_TOKEN". Nothing was done.');
    }
    await next();
  })
  .route('/', articleApiRoutes)
  .post('/api/v1/feeds', async (c) => {
    const body: unknown = await c.req.json().catch(() => null);
    const input = AddFeedShape.safeParse(body);
    if (!input.success) throw invalidInput(input.error);
    const { channel, ...rest } = input.data;
    const { feed, isNew, itemCount } = await addFeed(c.var.ctx, {
      ...rest,
      channelId: channel ?? null,
      addedBy: 'api',
    });
    return c.json({ id: feed.publicId, title: feed.title, url: feed.url, isNew, itemCount }, isNew ? 201 : 200);
  });

function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(expected)));
}

function invalidInput(error: z.ZodError): AppError {
  const fields = Object.fromEntries(error.issues.map((issue) => [issue.path.join('.') || 'body', issue.message]));
  const names = Object.keys(fields).join(', ');
  return new AppError('invalid', `Please correct: ${names}. Nothing was done.`, { fields });
}
