import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context } from '../../src/services/context.ts';
import { handleSlack } from '../../src/slack/app.ts';

/** What somebody in the workspace saw: the body posted to a response_url. */
export type Shown = { text?: string; blocks?: unknown[]; replace_original?: boolean; response_type?: string };

/** One call of Slack's API as it arrived. */
export type SlackCall = { method: string; fields: Record<string, string> };

/** A small Slack: the two methods a command needs, and a response_url that remembers. */
export async function openWorkspace(admins: readonly string[]) {
  const shown: Shown[] = [];
  const calls: SlackCall[] = [];
  const refusals = new Map<string, string>();
  const files = new Map<string, { url?: string; size?: number; type?: string; text: string }>();
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    response.setHeader('content-type', 'application/json');
    if (request.url === '/response') shown.push(JSON.parse(body) as Shown);
    const fields = Object.fromEntries(new URLSearchParams(body));
    const user = fields.user ?? '';
    const method = request.url?.replace('/api/', '') ?? '';
    if (request.url?.startsWith('/files-pri/')) {
      const given = files.get(request.url.split('/').at(-1) ?? '');
      const isAllowed = request.headers.authorization === 'Bearer xoxb-test';
      response.setHeader('content-type', isAllowed ? (given?.type ?? 'text/csv') : 'text/html; charset=utf-8');
      response.end(isAllowed ? given?.text : '<title>Sign in</title>');
      return;
    }
    const file = files.get(fields.file ?? '');
    if (method !== '/response') calls.push({ method, fields });
    const view = { id: fields.view_id ?? `V${calls.length}`, hash: `h${calls.length}` };
    const answers: Record<string, object> = {
      '/api/auth.test': { ok: true, bot_id: 'B1', user_id: 'UBOT', team_id: 'T1' },
      '/api/files.info': file
        ? {
            ok: true,
            file: {
              size: file.size ?? file.text.length,
              url_private_download: file.url ?? `${base}/files-pri/${fields.file}`,
            },
          }
        : { ok: false, error: 'file_not_found' },
      '/api/users.info': { ok: true, user: { id: user, is_admin: admins.includes(user) } },
    };
    const refusal = refusals.get(method);
    const usual = { ok: true, view, ts: '1.5', channel: { id: fields.channel, is_member: true } };
    response.end(JSON.stringify(refusal ? { ok: false, error: refusal } : (answers[request.url ?? ''] ?? usual)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function send(ctx: Context, fields: Record<string, string>): Promise<Response> {
    const body = new URLSearchParams(fields).toString();
    const work: Promise<unknown>[] = [];
    const response = await handleSlack(ctx, signedRequest(ctx, body), (late) => work.push(late));
    await Promise.all(work);
    return response;
  }

  return {
    apiUrl: `${base}/api/`,
    responseUrl: `${base}/response`,
    /** Every call of Slack's API, in order. */
    calls,
    /** What methods answer instead of ok, by name. */
    refusals,
    /** Files that people gave in forms, by id. */
    files,
    /** Delivers any interaction payload; resolves when all its work is done. */
    deliver: (ctx: Context, payload: object) => send(ctx, { payload: JSON.stringify(payload) }),
    shown,
    close: () => server.close(),
    /** Types a command; resolves when its answer has been shown. */
    async type(ctx: Context, text: string, userId: string): Promise<Shown> {
      const response = await send(ctx, {
        command: '/newsdesk',
        text,
        user_id: userId,
        channel_id: 'CNEWS',
        team_id: 'T1',
        trigger_id: '1.2',
        response_url: `${base}/response`,
      });
      if (response.status !== 200) throw new Error(`Slack would show dispatch_failed (${response.status}).`);
      return shown.at(-1) ?? {};
    },
    /** Presses a button in a message. */
    async press(ctx: Context, actionId: string, value: string, userId: string): Promise<Shown> {
      const payload = {
        type: 'block_actions',
        team: { id: 'T1' },
        user: { id: userId, team_id: 'T1' },
        channel: { id: 'CNEWS' },
        container: { type: 'message', channel_id: 'CNEWS', message_ts: '1.1' },
        message: { ts: '1.1', text: '' },
        trigger_id: '1.3',
        response_url: `${base}/response`,
        actions: [{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1.4' }],
      };
      const response = await send(ctx, { payload: JSON.stringify(payload) });
      if (response.status !== 200) throw new Error(`The button did nothing (${response.status}).`);
      return shown.at(-1) ?? {};
    },
  };
}

let nonce = 0;

/** A request as Slack signs it (https://docs.slack.dev/authentication/verifying-requests-from-slack). */
export function signedRequest(ctx: Context, body: string): Request {
  const timestamp = Math.floor(Date.parse(ctx.now()) / 1000);
  nonce += 1;
  const unique = `${body}&nonce=${nonce}`;
  const signature = createHmac('sha256', ctx.config.slack.signingSecret)
    .update(`v0:${timestamp}:${unique}`)
    .digest('hex');
  return new Request('https://news.example.com/slack/events', {
    method: 'POST',
    body: unique,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': String(timestamp),
      'x-slack-signature': `v0=${signature}`,
    },
  });
}
