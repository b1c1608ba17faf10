import { Hono } from 'hono';
import { AppError } from '../domain/errors.ts';
import { isAdmin } from './admin-token.ts';
import { articleApiRoutes } from './api-articles.ts';
import { backupApiRoutes } from './api-backup.ts';
import { channelApiRoutes } from './api-channels.ts';
import { counterApiRoutes } from './api-counters.ts';
import { doctorApiRoutes } from './api-doctor.ts';
import { feedApiRoutes } from './api-feeds.ts';
import { importApiRoutes } from './api-imports.ts';
import { mailingApiRoutes } from './api-mailings.ts';
import { readerApiRoutes } from './api-readers.ts';
import { topicApiRoutes } from './api-topics.ts';
import type { HttpEnv } from './environment.ts';
import { openapiRoutes } from './openapi.ts';
import { jsonLimit } from './read-json.ts';

/** What scripts may do, with `Authorization: Bearer ADMIN_TOKEN`. No answer is kept; a file says so itself. */
export const apiRoutes = new Hono<HttpEnv>()
  .route('/', openapiRoutes)
  .use('/api/*', async (c, next) => {
    if (!isAdmin(c)) {
      throw new AppError('forbidden', 'Send "Authorization: Bearer ADMIN_TOKEN". Nothing was done.');
    }
    c.header('Cache-Control', 'no-store');
    await next();
  })
  .use('/api/*', jsonLimit)
  .route('/', articleApiRoutes)
  .route('/', backupApiRoutes)
  .route('/', channelApiRoutes)
  .route('/', counterApiRoutes)
  .route('/', doctorApiRoutes)
  .route('/', feedApiRoutes)
  .route('/', importApiRoutes)
  .route('/', mailingApiRoutes)
  .route('/', readerApiRoutes)
  .route('/', topicApiRoutes);
