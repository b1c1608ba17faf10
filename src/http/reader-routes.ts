import { Hono } from 'hono';
import { confirmRoutes } from './confirm.ts';
import { contactRoutes } from './contact.ts';
import { embedRoutes } from './embed/embed-routes.ts';
import type { HttpEnv } from './environment.ts';
import { feedsOutRoutes } from './feeds-out.ts';
import { lateApp } from './pass-on.ts';
import { preferencesRoutes } from './preferences.ts';
import { detailsRoutes } from './preferences-details.ts';
import { sitemapRoutes } from './sitemap.ts';
import { subscribeRoutes } from './subscribe.ts';
import { unsubscribeRoutes } from './unsubscribe.ts';

/** What readers do rather than read, and what their programs ask: forms, feeds out, site maps. */
export const readerRoutes = new Hono<HttpEnv>()
  .route('/', contactRoutes)
  .route('/', subscribeRoutes)
  .route('/', embedRoutes)
  .route('/', confirmRoutes)
  .route('/', unsubscribeRoutes)
  .route('/', preferencesRoutes)
  .route('/', detailsRoutes)
  .route('/', feedsOutRoutes)
  .route('/', sitemapRoutes);

export const readerApp = lateApp(readerRoutes);
