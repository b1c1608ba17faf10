import { Hono } from 'hono';
import * as z from 'zod';
import { examineNewsroom } from '../services/operate/doctor.ts';
import { postTrial, sendTrialMail } from '../services/operate/doctor-trial.ts';
import { webhookProbe } from '../services/operate/webhook-probe.ts';
import type { HttpContext, HttpEnv } from './environment.ts';

export const TrialShape = z.object({ to: z.string().default(''), channel: z.string().default('') });

/** What `npm run doctor` asks of a running newsroom. */
export const doctorApiRoutes = new Hono<HttpEnv>()
  .get('/api/v1/doctor', async (c) => {
    const findings = await examineNewsroom(c.var.ctx);
    return c.json({ findings, webhook: webhookProbe(c.var.ctx) }, 200, { 'Cache-Control': 'no-store' });
  })
  .post('/api/v1/doctor/mail', async (c) => c.json(await sendTrialMail(c.var.ctx, (await readTrial(c)).to)))
  .post('/api/v1/doctor/post', async (c) => c.json(await postTrial(c.var.ctx, (await readTrial(c)).channel)));

async function readTrial(c: HttpContext) {
  return TrialShape.parse(Object(await c.req.json().catch(() => ({}))));
}
