import { Hono } from 'hono';
import { type Config, readConfig, type Variables } from './config.ts';
import type { Database } from './db/database.ts';
import { requireMigrated } from './db/require-migrated.ts';
import type { IsoTime } from './domain/time.ts';
import { createMailRenderer } from './email/render-mail.ts';
import { createResendMailer } from './email/resend-mailer.ts';
import { createMailEvents } from './email/resend-webhooks.ts';
import { createHubClient } from './feeds/ask-hub.ts';
import { createFeedSource } from './feeds/feed-source.ts';
import type { PlainFetch, SourceOptions } from './feeds/fetch-feed.ts';
import { createHostGate } from './feeds/host-gate.ts';
import { createImageSource } from './feeds/image-source.ts';
import type { HttpEnv, RequestVariables } from './http/environment.ts';
import { routePath } from './http/route-path.ts';
import { addRoutes } from './http/routes.ts';
import { createAnnouncer, createExaminer, createMembers, createPageSource, handleSlack } from './late-ports.ts';
import { createLog, type Log } from './log.ts';
import type { Context } from './services/context.ts';
import { defaultSettings, withSettings } from './services/newsroom-settings.ts';
import { ringWhenStale } from './services/operate/ring-when-stale.ts';
import { createTurnstile } from './services/readers/signup-challenge.ts';
import { botToken } from './slack/install-token.ts';

/** What a platform brings: its variables, its database, and its way to get background work going. */
export type Platform = {
  variables: Variables;
  db: Database;
  ring(): void;
  log?: Log;
  /** The platform's own way to fetch what others name, where it can check the address it really connects to. */
  createFetch?(allowedPrivateHosts: readonly string[]): PlainFetch;
};

const ID_ALPHABET = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** Random bytes fetched ahead, since each fetch costs as much as many bytes; each is used once. */
const noise = new Uint8Array(1024);
let noiseUsed = noise.length;

function randomByte(): number {
  if (noiseUsed === noise.length) {
    crypto.getRandomValues(noise);
    noiseUsed = 0;
  }
  return noise[noiseUsed++] ?? 0;
}

/** Twelve random characters; bytes that would favour some letters are thrown away. */
function publicId(): string {
  let id = '';
  while (id.length < 12) {
    const byte = randomByte();
    if (byte < 252) id += ID_ALPHABET[byte % 36];
  }
  return id;
}

let nowAt = 0;
let nowText = '';

/** The time, written once a millisecond: a request asks for it several times, and writing it is not free. */
function isoNow(): IsoTime {
  const at = Date.now();
  if (at !== nowAt) {
    nowAt = at;
    nowText = new Date(at).toISOString();
  }
  return nowText;
}

/** Builds everything from the platform's variables. Throws AppError('invalid') that names what is missing or malformed. */
export function createContext(platform: Platform): Context {
  const config = readConfig(platform.variables);
  const way = wayOut(config, platform);
  const slack = { token: () => botToken({ config, db: platform.db }), apiUrl: config.slack.apiUrl };
  return {
    db: platform.db,
    now: isoNow,
    sleep: (milliseconds) =>
      // A timer of nothing still takes a millisecond, of which a large mailing has ten thousand.
      new Promise((resolve) => (milliseconds > 0 ? setTimeout(resolve, milliseconds) : setImmediate(resolve))),
    ids: { publicId, random: Math.random },
    log: platform.log ?? createLog(),
    config,
    settings: defaultSettings(),
    feeds: createFeedSource(way),
    hubs: createHubClient(way),
    pages: createPageSource(way),
    images: createImageSource(way),
    announcer: createAnnouncer(slack),
    mailer: createMailer(config),
    examiner: createExaminer(slack, config.resend),
    members: createMembers(slack),
    mailEvents: createMailEvents(config.resend),
    renderer: createMailRenderer(),
    ...withTurnstile(config),
    hasBudget: () => true,
    ring: platform.ring,
  };
}

/** How feeds, pages and hubs are asked: under one name, past one guard, two at a time of one host. */
function wayOut(config: Config, platform: Platform): SourceOptions {
  return {
    fetch: platform.createFetch?.(config.privateFeedHosts) ?? ((url, init) => fetch(url, init)),
    gate: createHostGate(),
    userAgent: `Newsdesk/1.0 (+${config.brand.baseUrl})`,
    allowedPrivateHosts: config.privateFeedHosts,
    now: () => new Date(),
  };
}

function withTurnstile({ brand, signupOrigins, turnstile }: Config): Pick<Context, 'challenge'> {
  if (!turnstile) return {};
  const hosts = [brand.baseUrl, ...signupOrigins].map((url) => new URL(url).hostname);
  return { challenge: createTurnstile({ secret: turnstile.secret, hosts, fetch: (url, init) => fetch(url, init) }) };
}

function createMailer({ resend }: Config) {
  return createResendMailer({ apiKey: resend.apiKey, ...(resend.baseUrl ? { baseUrl: resend.baseUrl } : {}) });
}

const app = addRoutes(
  new Hono<HttpEnv & { Bindings: RequestVariables }>({
    getPath: (request, options) => routePath(request, options?.env?.ctx),
  }).use(async (c, next) => {
    c.set('ctx', c.env.ctx);
    c.set('waitUntil', c.env.waitUntil);
    c.set('clientAddress', c.env.clientAddress);
    // Second, so that a database that fails is answered like every other failure.
    await requireMigrated(c.env.ctx.db);
    c.set('ctx', await withSettings(c.env.ctx));
    await next();
    // Scripts move whole newsrooms: what they begin needs its invocation for itself.
    if (!c.req.path.startsWith('/api/')) c.env.waitUntil(ringWhenStale(c.env.ctx));
  }) as unknown as Hono<HttpEnv>,
  handleSlack,
);

/** Answers one HTTP request, with what the platform knows of it. */
export async function handleRequest(request: Request, facts: RequestVariables): Promise<Response> {
  return app.fetch(request, facts);
}
