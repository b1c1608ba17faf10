/** Slack ids, message times, dotless times in permalinks, and the mail provider's UUIDs. */
const idPattern =
  /\b(?:[A-Z][0-9A-F]{9}|\d{10}\.\d{6}(?:\.[0-9a-z]+)?|p\d{16}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\b/g;
const wholeId = new RegExp(`^(?:${idPattern.source})$`);
const messageTime = /^\d{10}\.\d{6}$/;

export interface IdMap {
  /** Replaces ids that callers know by the ids the running emulator gave. */
  inward(text: string): string;
  /** The same for the path of a request, where an id always stands among other text. */
  inwardPath(path: string): string;
  /** Replaces the running emulator's ids by those that callers know. */
  outward(text: string): string;
  /** Pairs the ids of an answer from an earlier run with those of the same request repeated now. */
  learn(known: unknown, current: unknown): void;
}

/**
 * An emulator gives new ids after every start; callers keep the first ones for good.
 * `insideText`: whether ids stand inside longer texts too, as mentions do in Slack's. Bodies of mails are spared the search.
 */
export function createIdMap({ insideText }: { insideText: boolean }): IdMap {
  const toCurrent = new Map<string, string>();
  const toKnown = new Map<string, string>();
  const pair = (known: string, current: string) => {
    toCurrent.set(known, current);
    toKnown.set(current, known);
  };
  return {
    inward: (text) => (insideText ? replaceIds(text, toCurrent) : (toCurrent.get(text) ?? text)),
    inwardPath: (path) => replaceIds(path, toCurrent),
    outward: (text) => (insideText ? replaceIds(text, toKnown) : (toKnown.get(text) ?? text)),
    learn(known, current) {
      for (const [before, now] of differingIds(known, current)) {
        pair(before, now);
        if (messageTime.test(before)) pair(dotless(before), dotless(now));
      }
    },
  };
}

function replaceIds(text: string, names: ReadonlyMap<string, string>): string {
  return names.size === 0 ? text : text.replace(idPattern, (id) => names.get(id) ?? id);
}

function dotless(time: string): string {
  return `p${time.replace('.', '')}`;
}

function* differingIds(known: unknown, current: unknown): Generator<[string, string]> {
  if (typeof known === 'string' && typeof current === 'string') {
    if (known !== current && wholeId.test(known) && wholeId.test(current)) yield [known, current];
  } else if (Array.isArray(known) && Array.isArray(current)) {
    for (const [index, entry] of known.entries()) yield* differingIds(entry, partnerOf(entry, current, index));
  } else if (isRecord(known) && isRecord(current)) {
    for (const [key, value] of Object.entries(known)) yield* differingIds(value, current[key]);
  }
}

/** Users and channels are paired by name, so that a seed may grow between two starts; all else by position. */
function partnerOf(entry: unknown, current: unknown[], index: number): unknown {
  if (!isRecord(entry) || typeof entry.name !== 'string') return current[index];
  return current.find((other) => isRecord(other) && other.name === entry.name);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
