import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { chineseItems } from './chinese-items.ts';
import { englishItems, lateItem } from './english-items.ts';
import type { DemoItem } from './item.ts';

/** An item as the feed carries it at this moment. */
export type PublishedItem = Omit<DemoItem, 'publishedAt'> & { publishedAt: string };

/** What the feed holds now, newest first, and since when it holds exactly that. */
export type Edition = { items: PublishedItem[]; changedAt: string };

/**
 * The demo feed over time: a dozen items, and one more `lateAfterSeconds` after somebody first read it. That moment is
 * remembered in `path`, so that a restart neither repeats nor loses the late item.
 */
export function openEditions(path: string, lateAfterSeconds: number): { now(): Edition } {
  return {
    now() {
      const startedAt = readStart(path);
      const lateAt = new Date(Date.parse(startedAt) + lateAfterSeconds * 1000).toISOString();
      const early = [...englishItems, ...chineseItems].map((item) => ({
        ...item,
        publishedAt: item.publishedAt ?? startedAt,
      }));
      early.sort((a, b) => b.publishedAt.localeCompare(a.publishedAt));
      if (Date.now() < Date.parse(lateAt)) return { items: early, changedAt: startedAt };
      return { items: [{ ...lateItem, publishedAt: lateAt }, ...early], changedAt: lateAt };
    },
  };
}

function readStart(path: string): string {
  if (existsSync(path)) return (JSON.parse(readFileSync(path, 'utf8')) as { startedAt: string }).startedAt;
  const startedAt = new Date().toISOString();
  writeFileSync(path, JSON.stringify({ startedAt }));
  return startedAt;
}
