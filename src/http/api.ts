import { timingSafeEqual } from 'node:crypto';
import { Hono } from 'hono';
import { AppError } from '../domain/errors.ts';
import { sha256 } from '../services/hash.ts';
import { articleApiRoutes } from './api-articles.ts';
import { backupApiRoutes } from './api-backup.ts';
import { feedApiRoutes } from './api-feeds.ts';
import type { HttpEnv } from './environment.ts';

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
  .route('/', backupApiRoutes)
  .route('/', feedApiRoutes);

function isSame(given: string, expected: string): boolean {
  return timingSafeEqual(Buffer.from(sha256(given)), Buffer.from(sha256(expected)));
}
