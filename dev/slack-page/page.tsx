import type { SlackChannel } from '../emulators/slack-api.ts';
import { type PersonName, people, team } from '../emulators/slack-seed.ts';
import type { SeenMessage } from '../slack/workspace.ts';
import { AppIcon, Avatar } from './avatar.tsx';
import { MessageList } from './message-list.tsx';
import type { Names } from './names.ts';

export type SlackPageView = {
  viewer: PersonName;
  channels: readonly SlackChannel[];
  channel: SlackChannel;
  messages: readonly SeenMessage[];
  names: Names;
};

/** Lines offered above the box to somebody who has never typed a command here. */
const suggestions = ['/newsdesk help', '/newsdesk digest send'];

const styleSheets = ['colours', 'messages', 'blocks', 'composer', 'page'];

/** The whole local Slack page. Modals and App Home get their place in `main` beside the messages. */
export function SlackPage({ viewer, channels, channel, messages, names }: SlackPageView) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <title>{`#${channel.name} · local Slack`}</title>
        <link rel="stylesheet" href="/assets/block-kit.css" />
        {styleSheets.map((name) => (
          <link key={name} rel="stylesheet" href={`/assets/slack-${name}.css`} />
        ))}
        <script type="module" src="/assets/slack.js" />
      </head>
      <body data-channel={channel.id} data-viewer={viewer}>
        <Sidebar viewer={viewer} channels={channels} current={channel} />
        <main>
          <header class="channel-head">
            <h1>
              <span>#</span>
              {channel.name}
            </h1>
            <p>{channel.topic.value}</p>
          </header>
          <div class="messages" id="messages" role="log" tabindex={0} aria-label={`Messages in ${channel.name}`}>
            <MessageList messages={messages} names={names} />
          </div>
          <Composer channel={channel} />
        </main>
        <dialog id="confirm" />
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
  current: SlackChannel;
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
            <a href={`/slack/${channel.id}`} {...(channel.id === current.id ? { 'aria-current': 'page' } : {})}>
              <span>#</span> {channel.name}
            </a>
          </li>
        ))}
      </ul>
      <h2>Apps</h2>
      <p class="app-row">
        <AppIcon size={20} /> Newsdesk
      </p>
      <Who viewer={viewer} channelId={current.id} />
    </nav>
  );
}

/** Switches between the people one can be here. */
function Who({ viewer, channelId }: { viewer: PersonName; channelId: string }) {
  return (
    <div class="who">
      <span>You are</span>
      {(Object.keys(people) as PersonName[]).map((name) => (
        <a
          key={name}
          href={`/slack/${channelId}?as=${name}`}
          {...(name === viewer ? { 'aria-current': 'true' } : {})}
          title={people[name].title}
        >
          <Avatar author={{ id: name, name: people[name].realName, kind: 'person' }} size={24} />
          {people[name].realName.split(' ')[0]}
        </a>
      ))}
    </div>
  );
}

function Composer({ channel }: { channel: SlackChannel }) {
  return (
    <form class="composer" id="composer" autocomplete="off">
      <div class="suggestions">
        {suggestions.map((line) => (
          <button key={line} type="button" data-suggestion={line}>
            {line}
          </button>
        ))}
      </div>
      <div class="box">
        <textarea
          name="text"
          rows={1}
          aria-label={`Message #${channel.name}`}
          placeholder={`Message #${channel.name}, or type /newsdesk`}
        />
        <button type="submit" aria-label="Send">
          <svg viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
            <path d="M2.5 3.200 18 10 2.5 16.800l1.800-5.900L11 10 4.300 9.100 2.5 3.200Z" fill="currentColor" />
          </svg>
        </button>
      </div>
    </form>
  );
}
