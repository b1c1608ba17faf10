import { Hono } from 'hono';
import * as z from 'zod';
import { examineNewsroom } from '../services/operate/doctor.ts';
import { postTrial, sendTrialMail } from '../services/operate/doctor-trial.ts';
import { webhookProbe } from '../services/operate/webhook-probe.ts';
import type { HttpEnv } from './environment.ts';
import { readJson } from './read-json.ts';

export const TrialMailShape = z.object({ to: z.string('Give one email address.') });
export const TrialPostShape = z.object({ channel: z.string('Give a channel id such as C0123456789.') });

/** What `npm run doctor` asks of a running newsroom. */
export const doctorApiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/doctor', async (c) => {
    const findings = await examineNewsroom(c.var.ctx);
    return c.json({ findings, webhook: webhookProbe(c.var.ctx) });
  })
  .post('/api/v1/doctor/mail', async (c) => {
    const { to } = await readJson(c, TrialMailShape);
    return c.json(await sendTrialMail(c.var.ctx, to));
  })
  .post('/api/v1/doctor/post', async (c) => {
    const { channel } = await readJson(c, TrialPostShape);
    return c.json(await postTrial(c.var.ctx, channel));
  });
