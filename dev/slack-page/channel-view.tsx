import type { SlackChannel } from '../emulators/slack-api.ts';
import type { SeenMessage } from '../slack/workspace.ts';
import { MessageList } from './message-list.tsx';
import type { Names } from './names.ts';

/** Lines offered above the box to somebody who has never typed a command here. */
const suggestions = ['/newsdesk help', '/newsdesk status', '/newsdesk feeds'];

/** A channel: its name, its messages and the box to type in. */
export function ChannelView({
  channel,
  messages,
  names,
}: {
  channel: SlackChannel;
  messages: readonly SeenMessage[];
  names: Names;
}) {
  return (
    <>
      <header class="channel-head">
        <h1>
          {!channel.is_im && <span>#</span>}
          {channel.name}
        </h1>
        <p>{channel.topic.value}</p>
      </header>
      <div class="messages" id="messages" role="log" tabindex={0} aria-label={`Messages in ${channel.name}`}>
        <MessageList messages={messages} names={names} />
      </div>
      {channel.is_im ? null : <Composer channel={channel} />}
    </>
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
          disabled
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
