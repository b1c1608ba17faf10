import type { Child } from 'hono/jsx';
import type { SlackChannel } from '../emulators/slack-api.ts';
import { type PersonName, people, team } from '../emulators/slack-seed.ts';
import { globalShortcuts } from '../slack/app-manifest.ts';
import { AppIcon, Avatar } from './avatar.tsx';

export type SlackPageView = {
  viewer: PersonName;
  channels: readonly SlackChannel[];
  /** Null on the app's Home tab. */
  channel: SlackChannel | null;
  children: Child;
};

const styleSheets = ['colours', 'messages', 'blocks', 'data', 'composer', 'page', 'views'];

/** The whole local Slack page around what stands in its middle. */
export function SlackPage({ viewer, channels, channel, children }: SlackPageView) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <title>{`${channel ? `#${channel.name}` : 'Newsdesk'} · local Slack`}</title>
        <link rel="stylesheet" href="/assets/block-kit.css" />
        {styleSheets.map((name) => (
          <link key={name} rel="stylesheet" href={`/assets/slack-${name}.css`} />
        ))}
        <script type="module" src="/assets/slack.js" />
      </head>
      <body data-channel={channel?.id ?? ''} data-viewer={viewer}>
        <Sidebar viewer={viewer} channels={channels} current={channel} />
        <main inert>{children}</main>
        <dialog id="modal" class="modal" aria-labelledby="modal-title" />
        <dialog id="confirm" aria-labelledby="confirm-title" />
        <div id="toast" role="status" />
      </body>
    </html>
  );
}

function Sidebar({
  viewer,
  channels,
  current,
}: {
  viewer: PersonName;
  channels: readonly SlackChannel[];
  current: SlackChannel | null;
}) {
  return (
    <nav class="sidebar" aria-label="Workspace">
      <div class="workspace">
        <b>{team.name}</b>
        <small>local, nothing leaves this machine</small>
      </div>
      <h2>Channels</h2>
      <ul>
        {channels.map((channel) => (
          <li key={channel.id}>
            <a href={`/slack/${channel.id}`} {...(channel.id === current?.id ? { 'aria-current': 'page' } : {})}>
              <span>#</span> {channel.name}
            </a>
          </li>
        ))}
      </ul>
      <h2>Apps</h2>
      <ul>
        <li>
          <a class="app-row" href="/slack/home" {...(current ? {} : { 'aria-current': 'page' })}>
            <AppIcon size={20} /> Newsdesk
          </a>
        </li>
        <li>
          <a href="/slack/direct" {...(current?.is_im ? { 'aria-current': 'page' } : {})}>
            Messages to you
          </a>
        </li>
      </ul>
      <details class="e-overflow shortcuts" inert>
        <summary aria-label="Shortcuts">⚡ Shortcuts</summary>
        <div class="e-menu">
          {globalShortcuts.map((shortcut) => (
            <button key={shortcut.callback_id} type="button" data-shortcut={shortcut.callback_id}>
              {shortcut.name}
              <small>{shortcut.description}</small>
            </button>
          ))}
        </div>
      </details>
      <Who viewer={viewer} place={current?.id ?? 'home'} />
    </nav>
  );
}

/** Switches between the people one can be here. */
function Who({ viewer, place }: { viewer: PersonName; place: string }) {
  return (
    <div class="who">
      <span>You are</span>
      {(Object.keys(people) as PersonName[]).map((name) => (
        <a
          key={name}
          href={`/slack/${place}?as=${name}`}
          {...(name === viewer ? { 'aria-current': 'true' } : {})}
          title={people[name].title}
        >
          <Avatar author={{ id: name, name: people[name].realName, kind: 'person' }} size={24} />
          {people[name].realName.split(' ')[0]}
          {tagOf(name) && <small>{tagOf(name)}</small>}
        </a>
      ))}
    </div>
  );
}

function tagOf(name: PersonName): string {
  if (people[name].isDeactivated) return 'deactivated';
  return people[name].isGuest ? 'guest' : '';
}
