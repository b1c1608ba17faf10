import { createHmac, randomUUID } from 'node:crypto';
import type { Context } from '../../src/services/context.ts';
import { handleSlack } from '../../src/slack/app.ts';

/** Tells the app of an event, signed and wrapped as Slack does (https://docs.slack.dev/apis/events-api). */
export async function tellEvent(ctx: Context, event: Record<string, unknown>): Promise<Response> {
  const body = JSON.stringify({
    type: 'event_callback',
    team_id: 'T1',
    api_app_id: 'A1',
    event_id: `Ev${randomUUID()}`,
    event_time: 1_772_438_400,
    authorizations: [
      { enterprise_id: null, team_id: 'T1', user_id: 'UBOT', is_bot: true, is_enterprise_install: false },
    ],
    event,
  });
  const timestamp = String(Math.floor(Date.parse(ctx.now()) / 1000));
  const digest = createHmac('sha256', ctx.config.slack.signingSecret).update(`v0:${timestamp}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${digest}`,
  };
  const work: Promise<unknown>[] = [];
  const request = new Request('https://news.example.com/slack/events', { method: 'POST', body, headers });
  const response = await handleSlack(ctx, request, (late) => work.push(late));
  await Promise.all(work);
  return response;
}
