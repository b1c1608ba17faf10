import { timingSafeEqual } from 'node:crypto';
import { webApi } from '@slack/bolt';
import { hurryRefused } from '../db/announcements/announcements.ts';
import { insertAudit } from '../db/desk/audit.ts';
import { beginInstall, findInstall, keepInstall, takeInstallState } from '../db/desk/slack-installs.ts';
import { forgetWait } from '../db/lanes.ts';
import { readAtMost } from '../domain/read-at-most.ts';
import { SLACK_SCOPES } from '../domain/slack-scopes.ts';
import { addSeconds } from '../domain/time.ts';
import { TOKEN_REFUSED } from '../services/announcements/post-refusal.ts';
import type { Context } from '../services/context.ts';
import { sha256 } from '../services/hash.ts';
import { seal } from '../services/seal.ts';
import { TOKEN_SEAL } from './install-token.ts';
import { clientOptions } from './web-client.ts';

const STATE_SECONDS = 600;
const MAX_FORM_BYTES = 2_000;
const COOKIE = 'slack_install';

const SCOPES = SLACK_SCOPES.join(',');

/**
 * Connects a workspace by a click: GET /slack/install asks for the admin token, its POST leads to Slack, and /slack/oauth
 * takes Slack's answer (https://docs.slack.dev/authentication/installing-with-oauth).
 */
export async function handleInstall(ctx: Context, request: Request): Promise<Response> {
  const { clientId, clientSecret } = ctx.config.slack;
  if (!clientId || !clientSecret)
    return page(404, 'Connecting by a click is not set up here: SLACK_CLIENT_ID and SLACK_CLIENT_SECRET are missing.');
  if (ctx.config.slack.botToken !== '')
    return page(409, 'SLACK_BOT_TOKEN is set, and it is what is used. Remove it to connect a workspace by a click.');
  if (new URL(request.url).pathname === '/slack/oauth') return finish(ctx, request, { clientId, clientSecret });
  return request.method === 'POST' ? begin(ctx, request, clientId) : page(200, FORM);
}

const FIELD =
  'display:block;box-sizing:border-box;width:100%;min-height:44px;margin:.25rem 0 1rem;padding:0 .75rem;font:inherit';
const FORM = `<form method="post"><p>Newsdesk asks Slack for permission; you see there what for. Nothing is stored before you allow it.</p>
<label>Admin token <input name="token" type="password" required autocomplete="off" style="${FIELD}"></label>
<button style="min-height:44px;padding:0 1.25rem;font:inherit">Connect Slack</button></form>`;

async function begin(ctx: Context, request: Request, clientId: string): Promise<Response> {
  const bytes = await readAtMost(request.body, MAX_FORM_BYTES);
  if (bytes === null) return page(413, 'That form is too long.');
  const form = new URLSearchParams(new TextDecoder().decode(bytes));
  if (!isSame(form.get('token') ?? '', ctx.config.adminToken)) return page(403, `That is not the admin token. ${FORM}`);
  const state = Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');
  const now = ctx.now();
  await beginInstall(ctx.db, { hash: sha256(state), expiresAt: addSeconds(now, STATE_SECONDS), now });
  const url = new URL('/oauth/v2/authorize', ctx.config.slack.apiUrl ?? 'https://slack.com/');
  url.search = new URLSearchParams({
    client_id: clientId,
    scope: SCOPES,
    redirect_uri: redirectUri(ctx),
    state,
  }).toString();
  return new Response(null, {
    status: 302,
    headers: { Location: url.href, 'Set-Cookie': cookie(ctx, state, STATE_SECONDS) },
  });
}

async function finish(
  ctx: Context,
  request: Request,
  client: { clientId: string; clientSecret: string },
): Promise<Response> {
  const query = new URL(request.url).searchParams;
  const state = query.get('state') ?? '';
  const kept = /(?:^|;\s*)slack_install=([\w-]+)/.exec(request.headers.get('cookie') ?? '')?.[1] ?? '';
  if (state === '' || !isSame(state, kept) || !(await takeInstallState(ctx.db, sha256(state), ctx.now())))
    return page(
      400,
      'This install was not begun in this browser, is over, or was used. Nothing was connected. Begin again.',
    );
  if (query.get('error')) return page(400, 'Slack says that it was cancelled. Nothing was connected.');
  const answer = await exchange(ctx, { ...client, code: query.get('code') ?? '' });
  if (!answer) return page(502, 'Slack did not accept the install. Nothing was connected. Begin again.');
  return (await keep(ctx, answer))
    ? page(
        200,
        'Slack is connected. Type <code>/newsdesk</code> there: the first admin to do so owns the newsroom.',
        cookie(ctx, '', 0),
      )
    : page(409, 'Another workspace is connected to this newsroom. Nothing was changed.');
}

type Access = { token: string; teamId: string; teamName: string; botUserId: string; scopes: string; userId: string };

async function exchange(
  ctx: Context,
  { clientId, clientSecret, code }: { clientId: string; clientSecret: string; code: string },
): Promise<Access | null> {
  try {
    const slack = new webApi.WebClient(undefined, clientOptions(ctx.config.slack.apiUrl));
    const answer = await slack.oauth.v2.access({
      client_id: clientId,
      client_secret: clientSecret,
      code,
      redirect_uri: redirectUri(ctx),
    });
    const { access_token: token, authed_user: user, bot_user_id: botUserId, scope, team } = answer;
    if (!token?.startsWith('xoxb-') || !team?.id || !botUserId) return null;
    return {
      token,
      teamId: team.id,
      teamName: team.name ?? '',
      botUserId,
      scopes: scope ?? '',
      userId: user?.id ?? '',
    };
  } catch (error) {
    ctx.log.error('slack.install_failed', error);
    return null;
  }
}

/** Keeps the token, sealed; false where another workspace is connected. */
async function keep(ctx: Context, { token, userId, ...access }: Access): Promise<boolean> {
  const now = ctx.now();
  const actor = `slack:${userId}`;
  const sealedToken = await seal(ctx.config.tokenKeys, TOKEN_SEAL, token);
  await ctx.db.batch([
    keepInstall(ctx.db, { ...access, sealedToken, installedBy: actor, now }),
    insertAudit(ctx.db, { at: now, actor, act: 'slack.installed', subject: `workspace:${access.teamId}` }),
  ]);
  const isKept = (await findInstall(ctx.db))?.teamId === access.teamId;
  if (!isKept) return false;
  // What waited for a workspace does not wait for its next try.
  await ctx.db.batch([forgetWait(ctx.db, 'slack'), hurryRefused(ctx.db, TOKEN_REFUSED, now)]);
  ctx.log.info('slack.installed', {});
  ctx.ring();
  return true;
}

function redirectUri({ config }: Context): string {
  return `${config.brand.baseUrl}/slack/oauth`;
}

/** Lax, since Slack's redirect comes from another site. */
function cookie({ config }: Context, value: string, seconds: number): string {
  const secure = config.brand.baseUrl.startsWith('https:') ? '; Secure' : '';
  return `${COOKIE}=${value}; HttpOnly; SameSite=Lax; Path=/slack; Max-Age=${seconds}${secure}`;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(sha256(given)), Buffer.from(sha256(expected))];
  return timingSafeEqual(a, b);
}

/** `content` is ours alone: nothing from outside stands in it. */
function page(status: number, content: string, setCookie?: string): Response {
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>Connect Slack</title>
<body style="font:16px/1.5 system-ui;max-width:34rem;margin:3rem auto;padding:0 1rem"><h1>Connect Slack</h1><div>${content}</div></body></html>`;
  const headers = {
    'Content-Type': 'text/html; charset=utf-8',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
    'X-Frame-Options': 'DENY',
    ...(setCookie ? { 'Set-Cookie': setCookie } : {}),
  };
  return new Response(html, { status, headers });
}
