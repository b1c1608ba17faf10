import type { IdMap } from './id-map.ts';
import type { Call, Exchange, Journal, Told } from './journal.ts';
import { parseJson, translateAnswer, translateCall } from './translate.ts';

/** What one provider needs of the front that stands before its emulator. */
export type FrontRules = {
  /** True where the request must outlive a restart. */
  isKept(call: Call): boolean;
  /** An answer the front gives by itself, without asking the emulator; null lets the request through. */
  answerDirectly(call: Call): Answer | null;
  /** The call as it is repeated after a restart; null leaves it out. */
  repeat(exchange: Exchange): Call | null;
  /** True where the answer says that the emulator did as asked. */
  succeeded(told: Told): boolean;
  /** Sees every kept exchange that succeeded, with the ids callers know; `live` is false for repeated ones. */
  noteDone(exchange: Exchange, live: boolean): void;
  /** Last touch on an answer's JSON before a caller sees it. */
  amend(json: unknown): unknown;
};

export type Answer = Told & { headers: Record<string, string> };

export interface Front {
  /** Takes a call as over HTTP. `keep` writes it into the journal whatever the rules say. */
  take(call: Call, keep?: boolean): Promise<Answer>;
  /** Repeats what earlier runs recorded; resolves to the number of exchanges that could not be repeated. */
  replay(): Promise<number>;
}

export type FrontParts = { upstream: string; journal: Journal; ids: IdMap; rules: FrontRules };

/** Stands before an in-memory emulator and makes what it accepted survive any end of the process. */
export function createFront({ upstream, journal, ids, rules }: FrontParts): Front {
  async function ask(call: Call): Promise<Answer> {
    const answer = await forward(upstream, translateCall(call, ids));
    return { ...answer, body: translateAnswer(answer.body, ids, rules.amend) };
  }

  return {
    async take(call, keep = rules.isKept(call)) {
      const direct = rules.answerDirectly(call);
      if (direct) return direct;
      if (!keep) return ask(call);
      const at = new Date().toISOString();
      const id = journal.writeCall(call, at);
      const answer = await ask(call);
      const told = { status: answer.status, body: answer.body };
      journal.writeAnswer(id, told);
      if (rules.succeeded(told)) rules.noteDone({ id, at, call, told }, true);
      return answer;
    },
    async replay() {
      let lost = 0;
      for (const exchange of journal.recorded) {
        if (!(await repeat(exchange))) lost += 1;
      }
      return lost;
    },
  };

  async function repeat(exchange: Exchange): Promise<boolean> {
    if (exchange.told && !rules.succeeded(exchange.told)) return true;
    const call = rules.repeat(exchange);
    if (!call) return true;
    const answer = await forward(upstream, translateCall(call, ids));
    const current = { status: answer.status, body: translateAnswer(answer.body, ids, rules.amend) };
    if (exchange.told) ids.learn(parseJson(exchange.told.body), parseJson(answer.body));
    // Nobody heard an answer to this one: what the emulator says now becomes its answer for good.
    else journal.writeAnswer(exchange.id, current);
    const done = rules.succeeded(current);
    if (done) rules.noteDone({ ...exchange, told: exchange.told ?? current }, false);
    return done || exchange.told === null;
  }
}

/** Headers that belong to one connection or that fetch sets itself. */
const ownHeaders = new Set(['connection', 'host', 'content-length', 'transfer-encoding', 'expect', 'accept-encoding']);

async function forward(upstream: string, call: Call): Promise<Answer> {
  const headers = Object.fromEntries(Object.entries(call.headers).filter(([name]) => !ownHeaders.has(name)));
  const hasBody = call.method !== 'GET' && call.method !== 'HEAD';
  const response = await fetch(upstream + call.path, {
    method: call.method,
    headers,
    redirect: 'manual',
    ...(hasBody ? { body: new Uint8Array(call.body) } : {}),
  });
  const answerHeaders = Object.fromEntries([...response.headers].filter(([name]) => !ownHeaders.has(name)));
  return { status: response.status, headers: answerHeaders, body: await response.text() };
}
