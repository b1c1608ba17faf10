import { setTimeout as sleep } from 'node:timers/promises';
import { Hono } from 'hono';
import { z } from 'zod';
import { SlackApiError } from '../emulators/slack-api.ts';
import type { PersonName } from '../emulators/slack-seed.ts';
import type { Outcome } from '../slack/acting.ts';
import type { Desk } from '../slack/desk.ts';
import { plainMessage } from '../slack/plain-text.ts';
import type { PrivateMessages } from '../slack/private-messages.ts';
import type { Reply } from '../slack/replies.ts';
import type { Workspace } from '../slack/workspace.ts';
import type { Names } from '../slack-page/names.ts';
import { person, raw, state } from './act-shapes.ts';
import { isPerson, namesIn } from './slack-pages.tsx';

type Told = { workspace: Workspace; privateMessages: PrivateMessages; desk: Desk };

export type SlackDoorParts = {
  desk: Desk;
  workspace: Workspace;
  privateMessages: PrivateMessages;
  newsChannel: string;
};

/** How long to wait for answers through the response_url at most, and for how long none may have come. */
const waits = {
  waitMs: z.number().int().min(0).max(30_000).default(4000),
  quietMs: z.number().int().min(0).max(30_000).default(200),
};
const typedSchema = z.object({
  text: z.string().min(1),
  user: person,
  channel: z.string().optional(),
  threadTs: z.string().nullable().default(null),
  ...waits,
});
const pressedSchema = z.object({
  channel: z.string(),
  ts: z.string(),
  actionId: z.string(),
  user: person,
  blockId: z.string().nullable().default(null),
  value: raw,
  state,
  ...waits,
});
const shortcutSchema = z.object({
  callbackId: z.string(),
  channel: z.string().nullable().default(null),
  ts: z.string().nullable().default(null),
  user: person,
  ...waits,
});

/** What the page's script, `npm run slack` and tests act through, and where the newsroom's later answers arrive. */
export function slackDoor(parts: SlackDoorParts): Hono {
  return new Hono().route('/', acts(parts)).route('/', readings(parts)).route('/', replies(parts));
}

function acts(parts: SlackDoorParts): Hono {
  const { desk, workspace, newsChannel } = parts;
  const app = new Hono();

  app.post('/slack/commands', async (c) => {
    const typed = typedSchema.safeParse(await c.req.json());
    if (!typed.success) return c.json({ error: z.prettifyError(typed.error) }, 400);
    const { text, user, channel, threadTs, ...wait } = typed.data;
    const found = await workspace.channel(user, channel ?? newsChannel);
    if (!found) return c.json({ error: 'channel_not_found' }, 404);
    const outcome = await desk.type({ person: user, channelId: found.id, text, threadTs });
    return c.json(await told(parts, { user, outcome, wait }));
  });

  app.post('/slack/actions', async (c) => {
    const pressed = pressedSchema.safeParse(await c.req.json());
    if (!pressed.success) return c.json({ error: z.prettifyError(pressed.error) }, 400);
    const { user, channel, waitMs, quietMs, ...act } = pressed.data;
    const found = await workspace.channel(user, channel);
    if (!found) return c.json({ error: 'channel_not_found' }, 404);
    const outcome = await desk.press({ person: user, channelId: found.id, ...act });
    return outcome
      ? c.json(await told(parts, { user, outcome, wait: { waitMs, quietMs } }))
      : c.json({ error: 'message_not_found' }, 404);
  });

  app.post('/slack/shortcuts', async (c) => {
    const asked = shortcutSchema.safeParse(await c.req.json());
    if (!asked.success) return c.json({ error: z.prettifyError(asked.error) }, 400);
    const { user, channel, ts, callbackId, ...wait } = asked.data;
    const found = channel === null ? null : await workspace.channel(user, channel);
    const act = { person: user, callbackId };
    const outcome =
      ts === null
        ? await desk.shortcuts.global(user, callbackId)
        : found && (await desk.shortcuts.onMessage({ ...act, channelId: found.id, ts }));
    return outcome
      ? c.json(await told(parts, { user, outcome, wait }))
      : c.json({ error: 'no such message or shortcut' }, 404);
  });

  return app;
}

function readings({ newsChannel, workspace }: SlackDoorParts): Hono {
  return new Hono().get('/slack/messages', async (c) => {
    const asked = c.req.query('user') ?? 'ana';
    if (!isPerson(asked)) return c.json({ error: 'user_not_found' }, 404);
    const channel = await workspace.channel(asked, c.req.query('channel') ?? newsChannel);
    if (!channel) return c.json({ error: 'channel_not_found' }, 404);
    const messages = await workspace.messages(asked, channel.id);
    const names = await namesIn(workspace, asked);
    return c.json({
      channel: channel.id,
      messages: messages.map(({ post: _post, ...seen }) => ({ ...seen, plain: withNames(plainMessage(seen), names) })),
    });
  });
}

function replies({ desk }: SlackDoorParts): Hono {
  return new Hono().post('/response/:id', async (c) => {
    try {
      const refusal = await desk.takeReply(c.req.param('id'), (await c.req.json()) as Record<string, unknown>);
      return refusal ? c.json({ ok: false, error: refusal }, 404) : c.text('ok');
    } catch (error) {
      if (error instanceof SlackApiError) return c.json({ ok: false, error: error.code }, 404);
      throw error;
    }
  });
}

type Wait = { waitMs: number; quietMs: number };

/** What came of an act, for a terminal too: the answers in plain text, and the title of the form that stands open. */
async function told(
  { desk, privateMessages, workspace }: Told,
  { outcome, user, wait }: { outcome: Outcome; user: PersonName; wait: Wait },
) {
  const { delivery, ack, linkId, notice } = outcome;
  const hasMore = linkId !== null && notice === null;
  const replies = hasMore ? await repliesWithin(() => privateMessages.repliesThrough(linkId), wait, ack !== null) : [];
  const failure = delivery?.kind === 'failed' ? delivery.code : null;
  const names = await namesIn(workspace, user);
  const plain = (reply: Reply) => ({ ...reply, plain: withNames(plainMessage(reply), names) });
  const { modal } = await desk.views.shown(user);
  const form = modal ? plainTitle(modal.title) : null;
  return { failure, notice, ack: ack && plain(ack), responses: replies.map(plain), form };
}

/** Waits until answers have come and then for a quiet moment, or until the time is over. */
async function repliesWithin(
  read: () => readonly Reply[],
  { waitMs, quietMs }: Wait,
  hasAck: boolean,
): Promise<readonly Reply[]> {
  const end = Date.now() + waitMs;
  while (read().length === 0 && !hasAck && Date.now() < end) await sleep(20);
  for (let seen = -1; seen !== read().length && Date.now() < end; ) {
    seen = read().length;
    await sleep(Math.min(quietMs, end - Date.now()));
  }
  return read();
}

function plainTitle(title: unknown): string {
  return String((title as { text?: unknown } | undefined)?.text ?? '');
}

/** People and channels by their names, as Slack shows them. */
function withNames(text: string, { channels, users }: Names): string {
  return text.replace(/([@#])([UC][A-Z0-9]{4,})/g, (whole, mark: string, id: string) => {
    const name = mark === '@' ? users.get(id) : channels.get(id);
    return name ? `${mark}${name}` : whole;
  });
}
