import type { Exchange } from '../emulators/journal.ts';
import type { Block, SlackApi, SlackChannel, SlackPost, SlackUser } from '../emulators/slack-api.ts';
import { type PersonName, people } from '../emulators/slack-seed.ts';
import { parseJson } from '../emulators/translate.ts';
import { fieldsOf } from './call-fields.ts';
import { directChannel, isDirect } from './direct-messages.ts';
import type { PrivateMessages } from './private-messages.ts';
import { readBlocks } from './replies.ts';

/** One message as a person sees it in a channel. */
export type SeenMessage = {
  ts: string;
  author: { id: string; name: string; kind: 'person' | 'app' | 'slack' };
  text: string;
  blocks: Block[];
  isPrivate: boolean;
  isEdited: boolean;
  replyCount: number;
  /** Answers in the message's thread, oldest first. */
  replies: SeenMessage[];
  post: SlackPost;
};

export type Workspace = ReturnType<typeof createWorkspace>;

/** Reads the workspace as one of its people would. */
export function createWorkspace(api: SlackApi, privateMessages: PrivateMessages) {
  async function users(): Promise<Map<string, SlackUser>> {
    const { members } = await api.call('users.list', {});
    return new Map((members as SlackUser[]).map((user) => [user.id, user]));
  }

  async function person(name: PersonName): Promise<SlackUser> {
    const user = [...(await users()).values()].find((candidate) => candidate.name === name);
    if (!user) throw new Error(`the workspace has no ${name}`);
    return user;
  }

  /** Channels a person is a member of. */
  async function channels(name: PersonName): Promise<SlackChannel[]> {
    const { channels: all } = await api.call('conversations.list', { limit: 1000 }, { token: people[name].token });
    return (all as SlackChannel[]).filter((channel) => channel.is_member && !channel.is_archived);
  }

  /** The conversation of a person with the app. */
  const direct = async (name: PersonName): Promise<SlackChannel> => directChannel((await person(name)).id);

  /** Finds a channel by id or by name, with or without the number sign. */
  async function channel(name: PersonName, idOrName: string): Promise<SlackChannel | null> {
    const wanted = idOrName.replace(/^#/, '');
    if (isDirect(wanted)) return (await direct(name)).id === wanted ? direct(name) : null;
    return (await channels(name)).find(({ id, name: called }) => id === wanted || called === wanted) ?? null;
  }

  async function history(channel: string): Promise<SlackPost[]> {
    const { messages: posts } = await api.call('conversations.history', { channel, limit: 200 });
    return posts as SlackPost[];
  }

  /** The newest 200 messages of a channel with the viewer's private ones among them and the replies that show there too, oldest first. */
  async function messages(viewer: PersonName, channelId: string): Promise<SeenMessage[]> {
    const everyone = await users();
    const posts = isDirect(channelId) ? [] : await history(channelId);
    const own = privateMessages.visibleTo((await person(viewer)).id, channelId);
    const seen = [
      ...posts.map((post) => seenPost(post, everyone.get(post.user))),
      ...own.map((message): SeenMessage => {
        const post = { type: 'message', user: '', text: message.text, ts: message.ts };
        const name = message.from === 'app' ? 'Newsdesk' : 'Slackbot';
        const author = { id: message.from, name, kind: message.from };
        const state = { isPrivate: true, isEdited: false, replyCount: 0, replies: [] };
        return { ts: message.ts, author, text: message.text, blocks: message.blocks ?? [], ...state, post };
      }),
    ];
    for (const message of [...seen]) {
      if (message.replyCount === 0) continue;
      const { messages: thread } = await api.call('conversations.replies', { channel: channelId, ts: message.ts });
      const answers = (thread as SlackPost[]).filter(({ ts }) => ts !== message.ts);
      message.replies = answers.map((post) => seenPost(post, everyone.get(post.user)));
      seen.push(...message.replies.filter(({ post }) => post.reply_broadcast));
    }
    return seen.sort((a, b) => Number(a.ts) - Number(b.ts));
  }

  return { users, person, channels, channel, direct, messages };
}

/** The message of a channel, or of a thread there, on which a person acts; null where they see none. */
export async function messageAt(
  { messages }: Workspace,
  { channelId, person, ts }: { person: PersonName; channelId: string; ts: string },
): Promise<SeenMessage | null> {
  const seen = (await messages(person, channelId)).flatMap((message) => [message, ...message.replies]);
  return seen.find((message) => message.ts === ts) ?? null;
}

function seenPost(post: SlackPost, user: SlackUser | undefined): SeenMessage {
  return {
    ts: post.ts,
    author: {
      id: post.user,
      name: post.username ?? user?.real_name ?? post.user,
      kind: user?.is_bot ? 'app' : 'person',
    },
    text: post.text,
    blocks: post.blocks ?? [],
    isPrivate: false,
    isEdited: post.edited !== undefined,
    replyCount: post.reply_count ?? 0,
    replies: [],
    post,
  };
}

/** `chat.postEphemeral` reaches one person's page: the emulator takes such messages but shows them to nobody. */
export function noteEphemeralPost(exchange: Exchange, privateMessages: PrivateMessages): void {
  if (!exchange.call.path.startsWith('/api/chat.postEphemeral')) return;
  const fields = fieldsOf(exchange.call);
  const told = parseJson(exchange.told?.body ?? '') as { message_ts?: string } | undefined;
  privateMessages.show({
    ...(told?.message_ts ? { ts: told.message_ts } : {}),
    channelId: String(fields.channel),
    userId: String(fields.user),
    from: 'app',
    text: String(fields.text ?? ''),
    blocks: readBlocks(fields.blocks),
    linkId: null,
  });
}
