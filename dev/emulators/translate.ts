import type { IdMap } from './id-map.ts';
import type { Call } from './journal.ts';

/** Gives the call as the running emulator must hear it: known ids become current ones, in the path and in the body. */
export function translateCall(call: Call, ids: IdMap): Call {
  return { ...call, path: ids.inwardPath(call.path), body: translateBody(call, ids) };
}

/** Gives an answer's text as callers must hear it, `amend` having the last word. Text that is not JSON passes unchanged. */
export function translateAnswer(body: string, ids: IdMap, amend: (json: unknown) => unknown): string {
  const parsed = parseJson(body);
  return parsed === undefined ? body : JSON.stringify(amend(mapStrings(parsed, ids.outward)));
}

function translateBody(call: Call, ids: IdMap): Buffer {
  const type = call.headers['content-type'] ?? '';
  if (type.startsWith('application/x-www-form-urlencoded')) {
    const fields = [...new URLSearchParams(call.body.toString('utf8'))];
    return Buffer.from(new URLSearchParams(fields.map(([name, value]) => [name, ids.inward(value)])).toString());
  }
  if (!type.startsWith('application/json')) return call.body;
  const parsed = parseJson(call.body.toString('utf8'));
  return parsed === undefined ? call.body : Buffer.from(JSON.stringify(mapStrings(parsed, ids.inward)));
}

/** Parses JSON, or says undefined where the text is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function mapStrings(value: unknown, rename: (text: string) => string): unknown {
  if (typeof value === 'string') return rename(value);
  if (Array.isArray(value)) return value.map((entry) => mapStrings(entry, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, mapStrings(entry, rename)]));
}
