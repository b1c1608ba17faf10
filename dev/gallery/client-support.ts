import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { caniemail } from 'caniemail';
import type { Variant } from './variants.ts';

/** The programs in which readers of newsletters mostly read, by caniemail's names. */
const CLIENTS: Parameters<typeof caniemail>[0]['clients'] = [
  'apple-mail.*',
  'gmail.*',
  'outlook.*',
  'samsung-email.android',
  'yahoo.*',
];
const BASELINE = join(process.cwd(), 'emails/client-support.json');

/** Features that a program does not support, by program. */
type Unsupported = Record<string, string[]>;

function unsupportedIn(variants: readonly Variant[]): Unsupported {
  const found = new Map<string, Set<string>>();
  // The data changes no markup: each mail once is enough.
  for (const { html } of variants.filter(({ data, locale }) => data === 'usual' && locale === 'en')) {
    for (const [client, issues] of caniemail({ clients: CLIENTS, html }).issues.errors) {
      const titles = found.get(client) ?? new Set();
      for (const { title } of issues) titles.add(title);
      found.set(client, titles);
    }
  }
  return Object.fromEntries([...found].sort().map(([client, titles]) => [client, [...titles].sort()]));
}

/**
 * Compares what mail programs lack of what mails use with what was accepted before, in emails/client-support.json. What
 * stands there reads well without: a fall-back stands inline, or it is decoration.
 * @param accepts writes the list anew
 */
export function checkClientSupport(variants: readonly Variant[], accepts: boolean): string[] {
  const now = unsupportedIn(variants);
  if (accepts) writeFileSync(BASELINE, `${JSON.stringify(now, null, 2)}\n`);
  const known: Unsupported = JSON.parse(readFileSync(BASELINE, 'utf8'));
  const differences = (from: Unsupported, to: Unsupported) =>
    Object.entries(from).flatMap(([client, titles]) =>
      titles.filter((title) => !to[client]?.includes(title)).map((title) => `${client}: ${title}`),
    );
  return [
    ...differences(now, known).map((line) => `not supported, and new: ${line}`),
    ...differences(known, now).map((line) => `no longer used, take it off the list: ${line}`),
  ];
}
