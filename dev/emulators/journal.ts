import { appendFileSync, existsSync, openSync, readFileSync } from 'node:fs';

/** A request as a caller sent it. */
export type Call = { method: string; path: string; headers: Record<string, string>; body: Buffer };

/** What the caller was told. `body` is text: every answer worth keeping is JSON. */
export type Told = { status: number; body: string };

/** One recorded request, and the answer where the caller may have seen one. */
export type Exchange = { id: number; at: string; call: Call; told: Told | null };

export interface Journal {
  /** What earlier runs recorded, in the order the requests arrived. */
  readonly recorded: readonly Exchange[];
  /** Writes the request down; the returned number names the exchange. */
  writeCall(call: Call, at: string): number;
  /** Writes the answer down. Call it before the caller gets to see that answer. */
  writeAnswer(id: number, told: Told): void;
}

type Line =
  | {
      kind: 'call';
      id: number;
      at: string;
      method: string;
      path: string;
      headers: Record<string, string>;
      text?: string;
      base64?: string;
    }
  | { kind: 'answer'; id: number; status: number; body: string };

/**
 * Opens a journal of JSON lines, creating it where it is missing.
 * Lines are written synchronously: the kernel holds them when the process is killed in the next instant.
 */
export function openJournal(path: string): Journal {
  const written = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const recorded = readExchanges(written);
  const file = openSync(path, 'a', 0o600);
  // A kill in the middle of a write leaves half a line; nobody was answered on its strength.
  if (written !== '' && !written.endsWith('\n')) appendFileSync(file, '\n');
  let lastId = recorded.reduce((last, exchange) => Math.max(last, exchange.id), 0);
  return {
    recorded,
    writeCall(call, at) {
      lastId += 1;
      const { method, path, headers } = call;
      appendFileSync(file, lineOf({ kind: 'call', id: lastId, at, method, path, headers, ...bodyFields(call.body) }));
      return lastId;
    },
    writeAnswer(id, told) {
      appendFileSync(file, lineOf({ kind: 'answer', id, ...told }));
    },
  };
}

function readExchanges(written: string): Exchange[] {
  const exchanges = new Map<number, Exchange>();
  for (const text of written.split('\n')) {
    const line = parseLine(text);
    if (line?.kind === 'call') {
      const body = line.base64 === undefined ? Buffer.from(line.text ?? '') : Buffer.from(line.base64, 'base64');
      const call = { method: line.method, path: line.path, headers: line.headers, body };
      exchanges.set(line.id, { id: line.id, at: line.at, call, told: null });
    } else if (line?.kind === 'answer') {
      const exchange = exchanges.get(line.id);
      if (exchange) exchange.told = { status: line.status, body: line.body };
    }
  }
  return [...exchanges.values()];
}

function parseLine(text: string): Line | null {
  if (text === '') return null;
  try {
    return JSON.parse(text) as Line;
  } catch {
    // Half a line from a kill: see openJournal.
    return null;
  }
}

function bodyFields(body: Buffer): { text: string } | { base64: string } {
  const text = body.toString('utf8');
  return Buffer.from(text).equals(body) ? { text } : { base64: body.toString('base64') };
}

function lineOf(line: Line): string {
  return `${JSON.stringify(line)}\n`;
}
