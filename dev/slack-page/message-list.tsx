import { messageShortcuts } from '../slack/app-manifest.ts';
import { clockTime, dayName } from '../slack/dates.ts';
import type { SeenMessage } from '../slack/workspace.ts';
import { Avatar } from './avatar.tsx';
import { Blocks } from './blocks.tsx';
import { MrkdwnText } from './mrkdwn-text.tsx';
import type { Names } from './names.ts';

/** Messages of one author within this many seconds stand under one name. */
const groupSeconds = 300;

/** Draws a channel's messages, oldest first, with a divider for each day. */
export function MessageList({ messages, names }: { messages: readonly SeenMessage[]; names: Names }) {
  if (messages.length === 0) return <p class="empty">Nothing here yet. What Newsdesk says will show up by itself.</p>;
  return (
    <>
      {messages.map((message, index) => {
        const before = messages[index - 1];
        const isNewDay = !before || dayOf(before) !== dayOf(message);
        return (
          <>
            {isNewDay && (
              <div class="day">
                <span>{dayOf(message)}</span>
              </div>
            )}
            <MessageView message={message} names={names} isFollowing={!isNewDay && follows(message, before)} />
          </>
        );
      })}
    </>
  );
}

type MessageProps = { message: SeenMessage; names: Names; isFollowing: boolean; isReply?: boolean };

function MessageView({ message, names, isFollowing, isReply = false }: MessageProps) {
  const at = timeOf(message);
  const look = `message${message.isPrivate ? ' private' : ''}${isFollowing ? ' following' : ''}`;
  const { reply_broadcast: isBroadcast, thread_ts: threadTs = message.ts } = message.post;
  // A reply that shows in the channel too is drawn twice; a link to it leads to the one in its thread.
  const anchor = isBroadcast && !isReply ? {} : { id: `p${message.ts.replace('.', '')}` };
  return (
    <article class={look} data-ts={message.ts} data-thread={threadTs} {...anchor}>
      <div class="gutter">
        {isFollowing ? <time>{clockTime(at).replace(/ [AP]M$/, '')}</time> : <Avatar author={message.author} />}
      </div>
      {!message.isPrivate && !isReply && <MessageMenu />}
      <div class="content">
        {message.isPrivate && (
          <div class="only-you">
            <EyeIcon /> Only visible to you
          </div>
        )}
        {!isFollowing && (
          <div class="byline">
            <b>{message.author.name}</b>
            {message.author.kind === 'app' && <span class="app-badge">APP</span>}
            <time datetime={at.toISOString()} title={at.toLocaleString('en-US')}>
              {clockTime(at)}
            </time>
          </div>
        )}
        {isBroadcast && !isReply && <div class="replied">replied to a thread</div>}
        <div class="body">
          {message.blocks.length > 0 ? (
            <Blocks blocks={message.blocks} names={names} />
          ) : (
            <>
              <MrkdwnText text={message.text} names={names} />
              {message.isEdited && <span class="edited">(edited)</span>}
            </>
          )}
        </div>
        {message.replies.length > 0 && (
          <section class="thread" aria-label="Thread">
            <div class="replies">{message.replies.length === 1 ? '1 reply' : `${message.replies.length} replies`}</div>
            {message.replies.map((reply) => (
              <MessageView key={reply.ts} message={reply} names={names} isFollowing={false} isReply />
            ))}
          </section>
        )}
      </div>
    </article>
  );
}

/** Acts on a message: the app's shortcuts, and an answer in its thread. */
function MessageMenu() {
  return (
    <details class="e-overflow message-menu">
      <summary aria-label="More actions for this message">⋯</summary>
      <div class="e-menu">
        {messageShortcuts.map((shortcut) => (
          <button key={shortcut.callback_id} type="button" data-shortcut={shortcut.callback_id}>
            {shortcut.name}
          </button>
        ))}
        <button type="button" data-reply="">
          Reply in thread
        </button>
      </div>
    </details>
  );
}

function EyeIcon() {
  return (
    <svg viewBox="0 0 20 20" width="13" height="13" aria-hidden="true">
      <path
        d="M10 4C5.5 4 2.3 7.2 1 10c1.3 2.8 4.5 6 9 6s7.7-3.2 9-6c-1.3-2.8-4.5-6-9-6Zm0 9.5a3.5 3.5 0 1 1 0-7 3.5 3.5 0 0 1 0 7Z"
        fill="currentColor"
      />
    </svg>
  );
}

function follows(message: SeenMessage, before: SeenMessage | undefined): boolean {
  if (!before || message.isPrivate !== before.isPrivate || message.isPrivate) return false;
  return message.author.id === before.author.id && Number(message.ts) - Number(before.ts) < groupSeconds;
}

function timeOf(message: SeenMessage): Date {
  return new Date(Number(message.ts) * 1000);
}

function dayOf(message: SeenMessage): string {
  return dayName(timeOf(message));
}
