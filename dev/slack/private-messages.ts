import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Block } from '../emulators/slack-api.ts';
import type { Reply } from './replies.ts';

/** A message only one person sees. `linkId` names the `response_url` it came through, where there was one. */
export type PrivateMessage = {
  ts: string;
  channelId: string;
  userId: string;
  /** `app` for the newsroom, `slack` for what Slack itself says. */
  from: 'app' | 'slack';
  text: string;
  blocks: Block[] | null;
  linkId: string | null;
};

/** What a `response_url` belongs to: the message whose button was pressed, or an act without a message of its own. */
export type LinkSource = { kind: 'command' } | { kind: 'message'; ts: string } | { kind: 'private'; ts: string };

/** A `response_url` handed to the app. */
export type ReplyLink = {
  id: string;
  channelId: string;
  userId: string;
  openedAt: string;
  uses: number;
  source: LinkSource;
};

type Shelf = { messages: PrivateMessage[]; links: ReplyLink[] };

/** At most five answers within half an hour: https://api.slack.com/interactivity/handling#message_responses */
const maxUses = 5;
const linkLifeMs = 30 * 60 * 1000;
const maxMessages = 200;

export type PrivateMessages = ReturnType<typeof openPrivateMessages>;

/**
 * Keeps ephemeral messages and reply links, which the emulator has no place for, in one small file.
 * `onChange` hears of everything that a reader of the page should see.
 */
export function openPrivateMessages(path: string, onChange: () => void) {
  const shelf = readShelf(path);

  function save(): void {
    shelf.messages = shelf.messages.slice(-maxMessages);
    shelf.links = shelf.links.filter((link) => !isExpired(link));
    writeFileSync(`${path}.new`, JSON.stringify(shelf), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    onChange();
  }

  return {
    /** What `userId` sees in a channel besides everybody's messages, oldest first. */
    visibleTo: (userId: string, channelId: string): PrivateMessage[] =>
      shelf.messages.filter((message) => message.userId === userId && message.channelId === channelId),
    find: (ts: string): PrivateMessage | null => shelf.messages.find((message) => message.ts === ts) ?? null,
    lastThrough: (linkId: string): PrivateMessage | null =>
      shelf.messages.findLast((message) => message.linkId === linkId) ?? null,
    /** Shows a message and returns the time that names it. */
    show(message: Omit<PrivateMessage, 'ts'> & { ts?: string }): string {
      const ts = message.ts ?? nextTime(shelf);
      shelf.messages.push({ ...message, ts });
      save();
      return ts;
    },
    replace(ts: string, { blocks, text }: Pick<Reply, 'text' | 'blocks'>): void {
      shelf.messages = shelf.messages.map((message) => (message.ts === ts ? { ...message, text, blocks } : message));
      save();
    },
    remove(ts: string): void {
      shelf.messages = shelf.messages.filter((message) => message.ts !== ts);
      save();
    },
    ...replyLinks(shelf, save),
  };
}

function replyLinks(shelf: Shelf, save: () => void) {
  const replies = new Map<string, Reply[]>();
  return {
    openLink(channelId: string, userId: string, source: LinkSource): ReplyLink {
      const id = randomBytes(12).toString('hex');
      const link = { id, channelId, userId, openedAt: new Date().toISOString(), uses: 0, source };
      shelf.links.push(link);
      save();
      return link;
    },
    /** Counts one use of a link and notes the reply, or says why Slack would refuse it. */
    takeLink(id: string, reply: Reply): ReplyLink | 'expired_url' | 'used_url' {
      const link = shelf.links.find((candidate) => candidate.id === id);
      if (!link || isExpired(link)) return 'expired_url';
      if (link.uses >= maxUses) return 'used_url';
      link.uses += 1;
      replies.set(id, [...(replies.get(id) ?? []), reply]);
      return link;
    },
    /** Replies that came through a link since this process started. */
    repliesThrough: (id: string): readonly Reply[] => replies.get(id) ?? [],
  };
}

function readShelf(path: string): Shelf {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Shelf) : { messages: [], links: [] };
}

function isExpired(link: ReplyLink): boolean {
  return Date.now() - Date.parse(link.openedAt) > linkLifeMs;
}

/** A message time later than every other here: seconds and six digits, as Slack writes it. */
function nextTime(shelf: Shelf): string {
  const now = Date.now() * 1000;
  const last = shelf.messages.reduce((latest, { ts }) => Math.max(latest, Number(ts.replace('.', ''))), 0);
  const micros = String(Math.max(now, last + 1));
  return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
}
