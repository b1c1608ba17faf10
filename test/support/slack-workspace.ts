import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Context } from '../../src/services/context.ts';
import { handleSlack } from '../../src/slack/app.ts';

/** What somebody in the workspace saw: the body posted to a response_url. */
export type Shown = { text?: string; blocks?: unknown[]; replace_original?: boolean; response_type?: string };

/** One call of Slack's API as it arrived. */
export type SlackCall = { method: string; fields: Record<string, string> };

/** What a workspace holds, and what it was asked. */
type Workspace = {
  /** Where it listens, without a closing slash. */
  base: string;
  admins: readonly string[];
  shown: Shown[];
  calls: SlackCall[];
  /** What methods answer instead of ok, by name. */
  refusals: Map<string, string>;
  /** Files that people gave in forms, by id. */
  files: Map<string, { url?: string; size?: number; type?: string; text: string }>;
};

/** A small Slack: the methods that commands and forms need, people's files, and a response_url that remembers. */
export async function openWorkspace(admins: readonly string[]) {
  const workspace: Workspace = { base: '', admins, shown: [], calls: [], refusals: new Map(), files: new Map() };
  const server = createServer((request, response) => void serve(workspace, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  workspace.base = base;
  const { calls, files, refusals, shown } = workspace;
  const common = { trigger_id: '1.2', response_url: `${base}/response` };
  return {
    apiUrl: `${base}/api/`,
    responseUrl: `${base}/response`,
    calls,
    refusals,
    files,
    shown,
    close: () => server.close(),
    /** Delivers any interaction payload; resolves when all its work is done. */
    deliver: (ctx: Context, payload: object) => send(ctx, { payload: JSON.stringify(payload) }),
    /** Types a command; resolves when its answer has been shown. */
    async type(ctx: Context, text: string, userId: string): Promise<Shown> {
      const before = shown.length;
      const place = { user_id: userId, channel_id: 'CNEWS', team_id: 'T1' };
      const response = await send(ctx, { command: '/newsdesk', text, ...place, ...common });
      if (response.status !== 200) throw new Error(`Slack would show dispatch_failed (${response.status}).`);
      return shown.slice(before).at(-1) ?? {};
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
        ...common,
        actions: [{ type: 'button', action_id: actionId, block_id: 'b', value, action_ts: '1.4' }],
      };
      const before = shown.length;
      const response = await send(ctx, { payload: JSON.stringify(payload) });
      if (response.status !== 200) throw new Error(`The button did nothing (${response.status}).`);
      return shown.slice(before).at(-1) ?? {};
    },
  };
}

async function serve(workspace: Workspace, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const [folder = '', name = ''] = (request.url ?? '').slice(1).split('/');
  if (folder === 'files-pri') return sendFile(workspace, name, request, response);
  let body = '';
  for await (const chunk of request) body += chunk;
  if (folder === 'response') workspace.shown.push(JSON.parse(body) as Shown);
  const call = { method: name, fields: Object.fromEntries(new URLSearchParams(body)) };
  if (folder === 'api') workspace.calls.push(call);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(answerTo(workspace, call)));
}

/** Only with the bot's token; anybody else is asked to sign in, with status 200. */
function sendFile({ files }: Workspace, id: string, request: IncomingMessage, response: ServerResponse): void {
  const file = files.get(id);
  const isAllowed = request.headers.authorization === 'Bearer xoxb-test';
  response.setHeader('content-type', isAllowed ? (file?.type ?? 'text/csv') : 'text/html; charset=utf-8');
  response.end(isAllowed ? file?.text : '<title>Sign in</title>');
}

function answerTo(workspace: Workspace, { fields, method }: SlackCall): object {
  const refusal = workspace.refusals.get(method);
  if (refusal) return { ok: false, error: refusal };
  const id = workspace.calls.length;
  const user = fields.user ?? '';
  switch (method) {
    case 'auth.test':
      return { ok: true, bot_id: 'B1', user_id: 'UBOT', team_id: 'T1' };
    case 'files.info':
      return fileInfo(workspace, fields.file ?? '');
    case 'users.info':
      return { ok: true, user: { id: user, is_admin: workspace.admins.includes(user) } };
    default: {
      const view = { id: fields.view_id ?? `V${id}`, hash: `h${id}` };
      return { ok: true, view, ts: '1.5', channel: { id: fields.channel, is_member: true } };
    }
  }
}

function fileInfo({ base, files }: Workspace, id: string): object {
  const file = files.get(id);
  if (!file) return { ok: false, error: 'file_not_found' };
  const place = file.url ?? `${base}/files-pri/${id}`;
  return { ok: true, file: { size: file.size ?? file.text.length, url_private_download: place } };
}

async function send(ctx: Context, fields: Record<string, string>): Promise<Response> {
  const body = new URLSearchParams(fields).toString();
  const work: Promise<unknown>[] = [];
  const response = await handleSlack(ctx, signedRequest(ctx, body), (late) => work.push(late));
  await Promise.all(work);
  return response;
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
