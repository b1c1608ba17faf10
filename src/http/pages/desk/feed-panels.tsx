import type { FeedHealth, SourceCount } from '../../../db/desk/desk-figures.ts';
import { Meter } from './charts.tsx';
import { FiguresTable, numberText } from './figures-table.tsx';
import { Panel } from './panel.tsx';

/** How long ago a time was, in the largest unit that fits. */
function agoText(iso: string | null, now: string): string {
  if (iso === null) return 'never';
  const minutes = Math.max(0, Math.round((Date.parse(now) - Date.parse(iso)) / 60_000));
  if (minutes < 1) return 'just now';
  if (minutes < 120) return `${minutes} min ago`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} hours ago` : `${Math.round(minutes / 1440)} days ago`;
}

/** Whether feeds answer, in one line of bars and one row for each. */
export function FeedPanel({ feeds, now }: { feeds: readonly FeedHealth[]; now: string }) {
  const groups = new Map<string, number>([
    ['Answering', 0],
    ['Failing', 0],
    ['Gone', 0],
    ['Paused', 0],
  ]);
  for (const feed of feeds) groups.set(healthOf(feed), (groups.get(healthOf(feed)) ?? 0) + 1);
  const time = (iso: string | null) => agoText(iso, now);
  return (
    <Panel id="feeds" title="Feeds" text="How the feeds that are read answer, those in trouble first." isWide>
      <FiguresTable
        label="Feeds by health"
        columns={[{ name: 'Health' }, { name: 'Feeds', isNumber: true }, { name: 'Share', isBar: true }]}
        rows={[...groups].map(([name, count]) => [
          name,
          numberText(count),
          <Meter value={count} most={feeds.length} />,
        ])}
      />
      {feeds.length > 0 && (
        <FiguresTable
          label="Every feed"
          columns={[{ name: 'Feed' }, { name: 'Health' }, { name: 'Last asked' }, { name: 'Last news' }]}
          rows={feeds.map((feed) => [
            feed.title,
            <Health feed={feed} since={time(feed.failingSince)} />,
            time(feed.lastPolledAt),
            time(feed.lastNewAt),
          ])}
        />
      )}
    </Panel>
  );
}

function healthOf({ failingSince, state }: FeedHealth): string {
  if (state === 'gone') return 'Gone';
  if (state === 'paused') return 'Paused';
  return failingSince === null ? 'Answering' : 'Failing';
}

function Health({ feed, since }: { feed: FeedHealth; since: string }) {
  const health = healthOf(feed);
  if (health !== 'Failing' && health !== 'Gone') return <>{health}</>;
  return (
    <>
      <span class="sick">{health === 'Failing' ? `Failing, first ${since}` : health}</span>
      {feed.lastError && <br />}
      {feed.lastError}
    </>
  );
}

/** Where the articles of the last three months came from. */
export function SourcePanel({ sources }: { sources: readonly SourceCount[] }) {
  const most = Math.max(1, ...sources.map(({ count }) => count));
  return (
    <Panel id="sources" title="Articles by source" text="Published in the last 90 days, by outlet or feed." isWide>
      {sources.length === 0 ? (
        <p class="scale">Nothing was published in that time.</p>
      ) : (
        <FiguresTable
          label="Articles by source"
          columns={[{ name: 'Source' }, { name: 'Articles', isNumber: true }, { name: 'Share', isBar: true }]}
          rows={sources.map(({ count, source }) => [
            source ?? 'Written here',
            numberText(count),
            <Meter value={count} most={most} />,
          ])}
        />
      )}
    </Panel>
  );
}
