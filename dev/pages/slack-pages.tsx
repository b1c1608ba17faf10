import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { Changes } from '../changes.ts';
import { type PersonName, people } from '../emulators/slack-seed.ts';
import type { Desk } from '../slack/desk.ts';
import { isDirect } from '../slack/direct-messages.ts';
import type { Workspace } from '../slack/workspace.ts';
import { ChannelView } from '../slack-page/channel-view.tsx';
import { HomeTab } from '../slack-page/home-tab.tsx';
import { MessageList } from '../slack-page/message-list.tsx';
import type { Names } from '../slack-page/names.ts';
import { SlackPage } from '../slack-page/page.tsx';
import { streamChanges } from './live.ts';

export type SlackPagesParts = { workspace: Workspace; changes: Changes; newsChannel: string; desk: Desk };

/** The local Slack in the browser: channels with their messages, and the app's Home tab. */
export function slackPages({ workspace, changes, newsChannel, desk }: SlackPagesParts): Hono {
  const app = new Hono();
  app.get('/slack', (c) => {
    return c.redirect(`/slack/${newsChannel}?as=${viewerOf(c)}`);
  });

  app.get('/slack/changes', (c) => streamChanges(c, changes));

  app.get('/slack/home', async (c) => {
    const viewer = viewerOf(c);
    const channels = await workspace.channels(viewer);
    const { home } = await desk.views.shown(viewer);
    const names = await namesIn(workspace, viewer);
    return c.html(
      <SlackPage viewer={viewer} channels={channels} channel={null}>
        <HomeTab view={home} names={names} />
      </SlackPage>,
    );
  });

  app.get('/slack/direct', async (c) => {
    const viewer = viewerOf(c);
    return c.redirect(`/slack/${(await workspace.direct(viewer)).id}?as=${viewer}`);
  });

  app.get('/slack/:channel', async (c) => {
    const viewer = viewerOf(c);
    const channels = await workspace.channels(viewer);
    const channel = await workspace.channel(viewer, c.req.param('channel'));
    // Switching to somebody else from one's own messages leads to theirs.
    if (!channel) return isDirect(c.req.param('channel')) ? c.redirect(`/slack/direct?as=${viewer}`) : c.notFound();
    const messages = await workspace.messages(viewer, channel.id);
    const names = await namesIn(workspace, viewer);
    return c.html(
      <SlackPage viewer={viewer} channels={channels} channel={channel}>
        <ChannelView channel={channel} messages={messages} names={names} />
      </SlackPage>,
    );
  });

  app.get('/slack/:channel/messages', async (c) => {
    const viewer = viewerOf(c);
    const messages = await workspace.messages(viewer, c.req.param('channel'));
    return c.html(<MessageList messages={messages} names={await namesIn(workspace, viewer)} />);
  });

  app.get('/archives/:channel/:post', (c) =>
    c.redirect(`/slack/${c.req.param('channel')}?as=${viewerOf(c)}#${c.req.param('post')}`),
  );

  app.get('/assets/block-kit.css', async (c) => {
    const path = createRequire(import.meta.url).resolve('slack-blocks-to-jsx/dist/style.css');
    return c.body(await readFile(path, 'utf8'), 200, { 'content-type': 'text/css; charset=utf-8' });
  });
  return app;
}

/** Who looks at the page: `?as=` says so, else whoever a page was last opened as. */
export function viewerOf(c: Context): PersonName {
  const asked = c.req.query('as') ?? getCookie(c, 'local_slack_as');
  const viewer = isPerson(asked) ? asked : 'ana';
  // What an open page asks for by itself names its own viewer, and would switch back whoever just switched.
  const isPage = (c.req.header('sec-fetch-mode') ?? 'navigate') === 'navigate';
  if (c.req.query('as') && isPage) setCookie(c, 'local_slack_as', viewer, { path: '/', sameSite: 'Lax' });
  return viewer;
}

/** Says whether a word names one of the workspace's people. */
export function isPerson(name: unknown): name is PersonName {
  return typeof name === 'string' && Object.hasOwn(people, name);
}

/** What ids in messages are called. */
export async function namesIn(workspace: Workspace, viewer: PersonName): Promise<Names> {
  const users = [...(await workspace.users()).values()];
  const channels = await workspace.channels(viewer);
  return {
    users: new Map(users.map((user) => [user.id, user.real_name])),
    channels: new Map(channels.map((channel) => [channel.id, channel.name])),
  };
}
