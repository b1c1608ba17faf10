import { randomBytes } from 'node:crypto';
import { slackApp, team } from '../emulators/slack-seed.ts';
import type { Fields } from './block-kit/problems.ts';

const codeLifeMs = 10 * 60_000;

/** What an app asks for when it leads somebody to https://slack.com/oauth/v2/authorize. */
export type InstallWish = { clientId: string; scopes: string[]; redirectUri: string; state: string };

export type Oauth = ReturnType<typeof createOauth>;

/**
 * The installing side of the local workspace (https://docs.slack.dev/authentication/installing-with-oauth). `botToken` is the one
 * token the workspace takes, and `redirectUri` the one address the app is registered with.
 */
export function createOauth({ botToken, redirectUri }: { botToken: string; redirectUri: string }) {
  const codes = new Map<string, InstallWish & { userId: string; at: number }>();

  return {
    /** Reads a request to install; a text where Slack would show an error in its place. */
    read(query: URLSearchParams): InstallWish | string {
      const wish = {
        clientId: query.get('client_id') ?? '',
        scopes: (query.get('scope') ?? '').split(/[\s,]+/).filter(Boolean),
        redirectUri: query.get('redirect_uri') ?? '',
        state: query.get('state') ?? '',
      };
      if (wish.clientId !== slackApp.clientId) return 'invalid_client_id: no app here has this client id.';
      if (wish.redirectUri !== redirectUri) return `bad_redirect_uri: the app is registered with ${redirectUri} only.`;
      return wish.scopes.length === 0 ? 'no_scopes: the app asks for nothing.' : wish;
    },
    /** Where the browser goes once somebody agreed: back to the app with a code that works once, within ten minutes. */
    allow(wish: InstallWish, userId: string): string {
      const code = `${team.id.slice(1)}.${randomBytes(16).toString('hex')}`;
      codes.set(code, { ...wish, userId, at: Date.now() });
      return back(wish, { code });
    },
    cancel: (wish: InstallWish): string => back(wish, { error: 'access_denied' }),
    /** Answers oauth.v2.access: https://docs.slack.dev/reference/methods/oauth.v2.access */
    access(fields: Fields): Fields {
      if (fields.client_id !== slackApp.clientId) return { ok: false, error: 'invalid_client_id' };
      if (fields.client_secret !== slackApp.clientSecret) return { ok: false, error: 'bad_client_secret' };
      const given = codes.get(String(fields.code));
      codes.delete(String(fields.code));
      if (!given || Date.now() - given.at > codeLifeMs) return { ok: false, error: 'invalid_code' };
      if (fields.redirect_uri !== given.redirectUri) return { ok: false, error: 'bad_redirect_uri' };
      return {
        ok: true,
        app_id: slackApp.appId,
        authed_user: { id: given.userId },
        scope: given.scopes.join(','),
        token_type: 'bot',
        access_token: botToken,
        bot_user_id: slackApp.botUserId,
        team: { id: team.id, name: team.name },
        enterprise: null,
        is_enterprise_install: false,
      };
    },
  };
}

function back({ redirectUri, state }: InstallWish, answer: Record<string, string>): string {
  const url = new URL(redirectUri);
  url.search = new URLSearchParams({ ...answer, state }).toString();
  return url.href;
}
