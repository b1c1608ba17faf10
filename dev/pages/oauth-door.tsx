import { Hono } from 'hono';
import { people } from '../emulators/slack-seed.ts';
import type { Oauth } from '../slack/oauth.ts';
import type { Workspace } from '../slack/workspace.ts';
import { ConsentPage } from '../slack-page/consent.tsx';
import { viewerOf } from './slack-pages.tsx';

export type OauthDoorParts = { oauth: Oauth; workspace: Workspace };

/** Slack's page between an app's "install" and its way back; the person of the local page decides. */
export function oauthDoor({ oauth, workspace }: OauthDoorParts): Hono {
  const app = new Hono();

  app.get('/oauth/v2/authorize', (c) => {
    const viewer = viewerOf(c);
    const wish = oauth.read(new URL(c.req.url).searchParams);
    const refusal = typeof wish === 'string' ? wish : refusalFor(viewer);
    const view = { viewer, wish: typeof wish === 'string' ? null : wish, refusal };
    return c.html(<ConsentPage {...view} />, typeof wish === 'string' ? 400 : 200);
  });

  app.post('/oauth/v2/authorize', async (c) => {
    const viewer = viewerOf(c);
    const wish = oauth.read(new URL(c.req.url).searchParams);
    if (typeof wish === 'string') return c.html(<ConsentPage viewer={viewer} wish={null} refusal={wish} />, 400);
    const { answer } = await c.req.parseBody();
    if (answer !== 'allow') return c.redirect(oauth.cancel(wish));
    const refusal = refusalFor(viewer);
    if (refusal) return c.html(<ConsentPage viewer={viewer} wish={wish} refusal={refusal} />, 403);
    return c.redirect(oauth.allow(wish, (await workspace.person(viewer)).id));
  });
  return app;
}

function refusalFor(viewer: keyof typeof people): string | null {
  const { isGuest, isDeactivated, realName } = people[viewer];
  if (isDeactivated) return `${realName} can no longer sign in.`;
  return isGuest ? 'Guests cannot install apps. Ask a member of the workspace.' : null;
}
