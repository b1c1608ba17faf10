import type { Server } from 'node:http';
import { join } from 'node:path';
import { createEmulator } from 'emulate';
import { type Answer, createFront, type Front, type FrontRules } from './front.ts';
import { openHttpDoor } from './http-door.ts';
import { createIdMap } from './id-map.ts';
import { type Call, type Exchange, type Journal, openJournal } from './journal.ts';
import { createSlackApi, type SlackApi, type SlackChannel } from './slack-api.ts';
import { channelNames, people, slackSeed } from './slack-seed.ts';
import { parseJson } from './translate.ts';

export type SlackSettings = {
  port: number;
  /** Where people read Slack in the browser; permalinks lead there. */
  pageUrl: string;
  dataDir: string;
  botToken: string;
  /** Answers what the emulator leaves out; null lets a call through to it. */
  answerFirst(call: Call): Record<string, unknown> | null;
  /** Hears of every call that changed the workspace, once the caller's answer is safe. */
  onChange(exchange: Exchange): void;
};

/** The running stand-in. `api` calls it as the newsroom's bot or, with another token, as a person. */
export type SlackStandIn = { api: SlackApi; server: Server; channels: { news: string; review: string } };

/** Starts Slack's stand-in on 127.0.0.1 and brings back what earlier runs accepted. */
export async function startSlack(settings: SlackSettings): Promise<SlackStandIn> {
  const ready = Promise.withResolvers<Front>();
  const server = await openHttpDoor(settings.port, ready.promise);
  const emulator = await createEmulator({
    service: 'slack',
    port: 0,
    hostname: '127.0.0.1',
    seed: { slack: slackSeed(settings.botToken) },
  });
  const upstream = emulator.url.replace('localhost', '127.0.0.1');
  const journal = openJournal(join(settings.dataDir, 'slack.journal.jsonl'));
  const front = createFront({ upstream, journal, ids: createIdMap({ insideText: true }), rules: slackRules(settings) });
  const lost = await front.replay();
  if (lost > 0) console.error(`Slack stand-in: ${lost} earlier requests could not be repeated`);
  const api = createSlackApi(front, settings.botToken);
  const channels = await prepareWorkspace(api, journal);
  ready.resolve(front);
  return { api, server, channels };
}

function slackRules(settings: SlackSettings): FrontRules {
  const tokens = new Set([settings.botToken, ...Object.values(people).map((person) => person.token)]);
  return {
    isKept: (call) => call.method === 'POST' && !readOnly.test(call.path),
    answerDirectly: (call) =>
      leadToPage(call, settings.pageUrl) ?? refuseToken(call, tokens) ?? asAnswer(settings.answerFirst(call)),
    repeat: (exchange) => exchange.call,
    succeeded(told) {
      const json = parseJson(told.body) as { ok?: unknown } | undefined;
      return told.status < 400 && json?.ok !== false;
    },
    noteDone: (exchange, live) => live && settings.onChange(exchange),
    amend: (json) => withTraits(withPagePermalink(json, settings.pageUrl)),
  };
}

/** Web API methods that change nothing: https://api.slack.com/methods */
const readOnly = /\.(?:test|list|info|history|replies|members|get|getPermalink|getPresence|lookupByEmail)(?:\?|$)/;

/** The emulator takes any token for its first user; Slack does not. */
function refuseToken(call: Call, tokens: ReadonlySet<string>): Answer | null {
  const given = call.headers.authorization?.replace(/^Bearer /i, '');
  if (given === undefined || tokens.has(given)) return null;
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return { status: 200, headers, body: JSON.stringify({ ok: false, error: 'invalid_auth' }) };
}

function asAnswer(json: Record<string, unknown> | null): Answer | null {
  const headers = { 'content-type': 'application/json; charset=utf-8' };
  return json && { status: 200, headers, body: JSON.stringify(json) };
}

/** The emulator knows neither guests nor who has left. */
function withTraits(json: unknown): unknown {
  const { user, members } = (json ?? {}) as { user?: unknown; members?: unknown };
  for (const one of [user, ...(Array.isArray(members) ? members : [])]) {
    if (typeof one !== 'object' || one === null) continue;
    const known = Object.values(people).find(({ name }) => name === (one as { name?: string }).name);
    if (!known) continue;
    const { isGuest, isDeactivated } = known;
    Object.assign(one, { deleted: isDeactivated, is_restricted: isGuest, is_ultra_restricted: false, tz: zone });
  }
  return json;
}

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;

function leadToPage(call: Call, pageUrl: string): Answer | null {
  if (!/^\/(?:archives\/|oauth\/v2\/authorize)/.test(call.path)) return null;
  return { status: 302, headers: { location: pageUrl + call.path }, body: '' };
}

function withPagePermalink(json: unknown, pageUrl: string): unknown {
  if (typeof json !== 'object' || json === null) return json;
  const { permalink } = json as { permalink?: unknown };
  if (typeof permalink !== 'string') return json;
  return { ...json, permalink: pageUrl + new URL(permalink).pathname };
}

/** Pins the ids of people and channels for good, and lets the newsroom's app into its two channels. */
async function prepareWorkspace(api: SlackApi, journal: Journal): Promise<{ news: string; review: string }> {
  await pinNames(api, journal, 'users.list', Object.keys(people));
  await pinNames(api, journal, 'conversations.list', Object.values(channelNames));
  const { channels } = await api.call('conversations.list', {});
  const idOf = (name: string) => (channels as SlackChannel[]).find((channel) => channel.name === name);
  const found = { news: idOf(channelNames.news), review: idOf(channelNames.review) };
  if (!found.news || !found.review) throw new Error('the Slack stand-in has lost its channels');
  for (const channel of [found.news, found.review]) {
    if (!channel.is_member) await api.call('conversations.join', { channel: channel.id });
  }
  return { news: found.news.id, review: found.review.id };
}

/** Keeps a listing in the journal once it names all of `names`: a later start pairs its own ids with these. */
async function pinNames(api: SlackApi, journal: Journal, method: string, names: readonly string[]): Promise<void> {
  const listings = journal.recorded.filter((exchange) => exchange.call.path === `/api/${method}`);
  const isPinned = (name: string) => listings.some(({ told }) => told?.body.includes(`"name":"${name}"`) ?? true);
  if (!names.every(isPinned)) await api.call(method, {}, { keep: true });
}
