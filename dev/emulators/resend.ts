import { join } from 'node:path';
import { createEmulator } from 'emulate';
import { type Answer, createFront, type Front, type FrontRules } from './front.ts';
import { openHttpDoor } from './http-door.ts';
import { createIdMap } from './id-map.ts';
import { type Call, type Exchange, openJournal, type Told } from './journal.ts';
import { parseJson } from './translate.ts';

export type ResendSettings = {
  port: number;
  dataDir: string;
  apiKey: string;
  /** Domains that this account may send from. */
  domains: readonly string[];
  onMail(): void;
};

/** The provider forgets a key after 24 hours: https://resend.com/docs/dashboard/emails/idempotency-keys */
const keyLifeMs = 24 * 60 * 60 * 1000;

/**
 * Opens the mail provider's stand-in on 127.0.0.1. What earlier runs accepted is brought back meanwhile:
 * requests wait for it, the rest of the program need not.
 */
export async function startResend(settings: ResendSettings): Promise<void> {
  const front = Promise.withResolvers<Front>();
  await openHttpDoor(settings.port, front.promise);
  front.resolve(bringBack(settings));
}

async function bringBack(settings: ResendSettings): Promise<Front> {
  const emulator = await createEmulator({
    service: 'resend',
    port: 0,
    hostname: '127.0.0.1',
    seed: {
      tokens: { [settings.apiKey]: { login: 'newsdesk' } },
      resend: { domains: settings.domains.map((name) => ({ name, region: 'eu-west-1' })) },
    },
  });
  const upstream = emulator.url.replace('localhost', '127.0.0.1');
  const journal = openJournal(join(settings.dataDir, 'resend.journal.jsonl'));
  const ids = createIdMap({ insideText: false });
  const front = createFront({ upstream, journal, ids, rules: resendRules(settings) });
  const lost = await front.replay();
  if (lost > 0) console.error(`mail stand-in: ${lost} earlier requests could not be repeated`);
  return front;
}

function resendRules({ apiKey, onMail }: ResendSettings): FrontRules {
  const acceptedAt = new Map<string, string>();
  return {
    isKept: (call) => call.method !== 'GET' && call.method !== 'HEAD',
    answerDirectly: (call) => refuseKey(call, apiKey),
    repeat: (exchange) => repeatedMail(exchange, acceptedAt),
    succeeded: (told) => told.status < 400,
    noteDone({ told, at }, live) {
      for (const id of told ? mailIds(told) : []) if (!acceptedAt.has(id)) acceptedAt.set(id, at);
      if (live) onMail();
    },
    amend: (json) => withFirstTimes(json, acceptedAt),
  };
}

/**
 * A repeated request keeps its idempotency key, so that a caller's own retry still finds it.
 * Two cases would go wrong: a retry that the provider answered from memory has nothing to repeat,
 * and a key that has expired may belong to another mail by now.
 */
function repeatedMail(exchange: Exchange, acceptedAt: ReadonlyMap<string, string>): Call | null {
  const ids = exchange.told ? mailIds(exchange.told) : [];
  if (ids.length > 0 && exchange.call.path.startsWith('/emails') && isSend(exchange.call)) {
    if (ids.every((id) => acceptedAt.has(id))) return null;
  }
  if (Date.now() - Date.parse(exchange.at) < keyLifeMs) return exchange.call;
  const { 'idempotency-key': _expired, ...headers } = exchange.call.headers;
  return { ...exchange.call, headers };
}

function isSend(call: Call): boolean {
  return call.path === '/emails' || call.path === '/emails/batch';
}

function mailIds(told: Told): string[] {
  const json = parseJson(told.body) as { id?: unknown; data?: unknown } | undefined;
  const rows = Array.isArray(json?.data) ? (json.data as { id?: unknown }[]) : [json];
  return rows.map((row) => row?.id).filter((id) => typeof id === 'string');
}

/** Mails keep the time of their first acceptance; the emulator would show the time of its own start. */
function withFirstTimes(json: unknown, acceptedAt: ReadonlyMap<string, string>): unknown {
  if (typeof json !== 'object' || json === null) return json;
  const record = json as Record<string, unknown>;
  if (record.object === 'list' && Array.isArray(record.data)) {
    return { ...record, data: record.data.map((row) => withFirstTimes(row, acceptedAt)) };
  }
  const at = typeof record.id === 'string' ? acceptedAt.get(record.id) : undefined;
  return at && record.object === 'email' ? { ...record, created_at: at } : json;
}

/** The emulator takes any key; the provider does not: https://resend.com/docs/api-reference/errors */
function refuseKey(call: Call, apiKey: string): Answer | null {
  const given = call.headers.authorization;
  if (given === `Bearer ${apiKey}`) return null;
  const refusal = given
    ? { statusCode: 403, name: 'invalid_api_key', message: 'API key is invalid' }
    : { statusCode: 401, name: 'missing_api_key', message: 'Missing API key in the authorization header.' };
  return {
    status: refusal.statusCode,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(refusal),
  };
}
