import { openDatabase } from '#database';
import { readConfig } from '../../src/config.ts';
import type { FeedDocument, FeedItem } from '../../src/domain/feed-item.ts';
import { createMailEncoder, joinBatch } from '../../src/email/encode-mail.ts';
import { createMailRenderer } from '../../src/email/render-mail.ts';
import { createMailEvents } from '../../src/email/resend-webhooks.ts';
import { cleanBody } from '../../src/feeds/page/clean-body.ts';
import { createLog } from '../../src/log.ts';
import type { RemovalOutcome } from '../../src/services/announcements/post-remover.ts';
import type { FetchedImage } from '../../src/services/articles/image-source.ts';
import type { Context } from '../../src/services/context.ts';
import { defaultSettings } from '../../src/services/newsroom-settings.ts';
import type {
  FeedAnswer,
  HubAnswer,
  HubRequest,
  OutgoingMail,
  PageAnswer,
  PostOutcome,
  SendOutcome,
  SlackNote,
  Thread,
} from '../../src/services/ports.ts';
import { VARIABLES } from './variables.ts';

export { VARIABLES };

/** The outside world as a script: what it answers, and what it was asked. */
export type World = {
  /** Current time; `advance` moves it. */
  now: string;
  advance(seconds: number): void;
  feeds: Map<string, FeedAnswer>;
  /** What hubs were asked, and what they answer next instead of "accepted". */
  hubRequests: HubRequest[];
  hubAnswers: HubAnswer[];
  /** What hubs were told of our own feeds. */
  hubNews: { hubUrl: string; feedUrls: readonly string[] }[];
  /** Pictures by their addresses, and every address that was asked for. */
  images: Map<string, FetchedImage>;
  imageRequests: { url: string; width: number }[];
  pages: Map<string, PageAnswer>;
  posts: { channel: string; note: SlackNote; ts: string | null; thread?: Thread }[];
  /** Answers the next posts instead of "posted". */
  postOutcomes: PostOutcome[];
  /** Posts we were told to take away, and what Slack answers next instead of "deleted". */
  removals: { channel: string; ts: string; by: string | null }[];
  removalOutcomes: RemovalOutcome[];
  /** What the provider took, once per idempotency key, as the provider keeps it. */
  accepted: Map<string, OutgoingMail[]>;
  /** Called before each request to the provider; may throw or answer in its place. `took` runs the provider's own side. */
  onSend: ((key: string, took: () => SendOutcome) => SendOutcome) | null;
  log: string[];
};

/** A context on an empty database, with the outside world in the test's hand. */
export async function testContext(variables: Record<string, string> = {}): Promise<{ ctx: Context; world: World }> {
  const db = await openDatabase();
  let count = 0;
  const world = newWorld();
  const config = readConfig({ ...VARIABLES, ...variables });
  const ctx: Context = {
    db,
    now: () => world.now,
    sleep: async (milliseconds) => world.advance(milliseconds / 1000),
    ids: { publicId: () => (count++).toString(36).padStart(12, 'x'), random: () => 0 },
    log: createLog((line) => world.log.push(line)),
    config,
    settings: defaultSettings(),
    ...webOf(world),
    announcer: announcerOf(world),
    mailer: {
      assumedRate: null,
      encoder: createMailEncoder,
      batchBody: joinBatch,
      send: async (mail, key) => provider(world, [mail], key),
      sendBatch: async (body, key) => provider(world, readBatch(body), key),
    },
    examiner: {
      slack: async () => ({ kind: 'known', team: 'Example', botUserId: 'UBOT', scopes: null }),
      channel: async () => 'member',
      domain: async () => ({ kind: 'known', status: 'verified', records: [] }),
    },
    mailEvents: createMailEvents(config.resend),
    renderer: createMailRenderer(),
    hasBudget: () => true,
    ring: () => {},
  };
  return { ctx, world };
}

function newWorld(): World {
  const world: World = {
    now: '2026-03-02T08:00:00.000Z',
    advance(seconds) {
      world.now = new Date(Date.parse(world.now) + seconds * 1000).toISOString();
    },
    feeds: new Map(),
    hubRequests: [],
    hubAnswers: [],
    hubNews: [],
    images: new Map(),
    imageRequests: [],
    pages: new Map(),
    posts: [],
    postOutcomes: [],
    removals: [],
    removalOutcomes: [],
    accepted: new Map(),
    onSend: null,
    log: [],
  };
  return world;
}

/** Feeds, hubs, pictures and pages of others. */
function webOf(world: World): Pick<Context, 'feeds' | 'hubs' | 'images' | 'pages'> {
  const unreachable = { kind: 'failed', reason: 'unreachable' } as const;
  return {
    feeds: {
      read: async ({ url }) =>
        world.feeds.get(url) ?? { ...unreachable, message: 'No such feed.', retryAfterSeconds: null },
    },
    hubs: {
      async ask(request) {
        world.hubRequests.push(request);
        return world.hubAnswers.shift() ?? { kind: 'accepted' };
      },
      async publish(hubUrl, feedUrls) {
        world.hubNews.push({ hubUrl, feedUrls });
        return world.hubAnswers.shift() ?? { kind: 'accepted' };
      },
    },
    images: {
      async fetch(url, width) {
        world.imageRequests.push({ url, width });
        return world.images.get(url) ?? null;
      },
    },
    pages: {
      read: async ({ url }) => world.pages.get(url) ?? { ...unreachable, message: 'No such page.' },
      clean: async (written, base) => cleanBody(written, base),
    },
  };
}

/** Slack's channels: what is posted, edited and taken away there. */
function announcerOf(world: World): Context['announcer'] {
  return {
    async post(channel, note, thread) {
      const ts = `${1_700_000_000 + world.posts.length}.000100`;
      const outcome = world.postOutcomes.shift() ?? { kind: 'posted', ts };
      world.posts.push({ channel, note, ts: outcome.kind === 'posted' ? outcome.ts : null, ...(thread && { thread }) });
      return outcome;
    },
    async update(channel, ts, note) {
      world.posts.push({ channel, note, ts });
      return { kind: 'posted', ts };
    },
    async remove(channel, ts, by) {
      world.removals.push({ channel, ts, by });
      return world.removalOutcomes.shift() ?? { kind: 'deleted' };
    },
  };
}

/** The mails of a batch's body. */
function readBatch(body: Uint8Array): OutgoingMail[] {
  const mails: (OutgoingMail & { reply_to?: string })[] = JSON.parse(new TextDecoder().decode(body));
  return mails.map(({ reply_to: replyTo = null, ...mail }) => ({ ...mail, replyTo }));
}

/** The provider's documented idempotency: same key and mails replay, same key and other mails are refused. */
function provider(world: World, mails: OutgoingMail[], key: string): SendOutcome {
  const took = (): SendOutcome => {
    const known = world.accepted.get(key);
    if (known && JSON.stringify(known) !== JSON.stringify(mails)) {
      return {
        kind: 'conflict',
        code: 'invalid_idempotent_request',
        message: 'Same key, other payload.',
      };
    }
    world.accepted.set(key, mails);
    return { kind: 'accepted', ids: mails.map((_, n) => `${key}#${n}`), rejected: [] };
  };
  return world.onSend ? world.onSend(key, took) : took();
}

/** Every address the provider mailed, in order. */
export function mailedAddresses(world: World, prefix = ''): string[] {
  return [...world.accepted]
    .filter(([key]) => key.startsWith(prefix))
    .flatMap(([, mails]) => mails.map((mail) => mail.to));
}

/** A feed item; only what a test is about has to be named. */
export function anItem(overrides: Partial<FeedItem> = {}): FeedItem {
  const title = overrides.title ?? 'A first result';
  const url =
    overrides.url === undefined
      ? `https://press.example.org/${title.toLowerCase().replace(/\W+/g, '-')}`
      : overrides.url;
  return {
    key: url ?? title,
    keyIsGiven: true,
    title,
    url,
    publishedAt: '2026-03-02T07:00:00.000Z',
    updatedAt: null,
    authors: [],
    summary: `${title}, in short.`,
    contentHtml: null,
    image: null,
    categories: [],
    language: 'en',
    outlet: 'Example Daily',
    ...overrides,
  };
}

/** What a poll brings when the feed holds these items. */
export function aDocument(items: FeedItem[], overrides: Partial<FeedDocument> = {}): FeedAnswer {
  const document = {
    title: 'Example feed',
    link: null,
    language: 'en',
    hubUrl: null,
    selfUrl: null,
    hintSeconds: null,
    items,
    ...overrides,
  };
  return {
    kind: 'document',
    document,
    validators: { etag: '"v1"', lastModified: null },
    freshForSeconds: null,
    bodyHash: JSON.stringify(document),
    movedTo: null,
  };
}
