import { Hono } from 'hono';
import { apiRoutes } from './api.ts';
import { deskRoutes } from './desk.ts';
import type { HttpEnv } from './environment.ts';
import { exportRoutes } from './exports.ts';
import { lateApp } from './pass-on.ts';
import { previewRoutes } from './preview.ts';
import { reportRoutes } from './reports.ts';
import { resendWebhookRoutes } from './webhooks-resend.ts';
import { websubRoutes } from './websub.ts';

/** What staff, scripts and other servers ask. */
export const staffRoutes = new Hono<HttpEnv>()
  .route('/', apiRoutes)
  .route('/', exportRoutes)
  .route('/', websubRoutes)
  .route('/', resendWebhookRoutes)
  .route('/', reportRoutes)
  .route('/', deskRoutes)
  .route('/', previewRoutes);

export const staffApp = lateApp(staffRoutes);
