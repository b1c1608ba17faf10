import type { NamedFeed } from '../../db/feeds/feed-states.ts';
import { FEEDS_ON_A_PAGE, type StaffOverview } from '../../services/desk/home-overview.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { type Button, buttonRow } from '../blocks/buttons.ts';
import { cut, localTime, plain } from '../mrkdwn.ts';
import { HOME_ACTIONS } from './actions.ts';
import type { Detail, HomeBlock } from './charts.ts';

/** Rows of the plain list that share one section, so that twenty feeds stay far below the tab's hundred blocks. */
const LINES_IN_A_SECTION = 5;

/** The feeds of one page with their health, and the way to the next page. */
export function feedBlocks({ feeds }: Pick<StaffOverview, 'feeds'>, detail: Detail, canEdit: boolean): HomeBlock[] {
  const title = `Feeds (${feeds.total.toLocaleString('en')})`;
  const addFeed: Button[] = canEdit ? [{ actionId: HOME_ACTIONS.addFeed, label: 'Add a feed', value: 'add' }] : [];
  if (feeds.page.length === 0 && feeds.after === 0) {
    return [paragraph(`*${title}*\nNo feed yet.`), ...(addFeed.length > 0 ? [buttonRow(addFeed)] : [])];
  }
  const pages: Button[] = [
    ...(feeds.after > 0 ? [{ actionId: `${HOME_ACTIONS.page}:first`, label: 'First feeds', value: '0' }] : []),
    ...(feeds.nextAfter === null
      ? []
      : [{ actionId: `${HOME_ACTIONS.page}:next`, label: 'More feeds', value: String(feeds.nextAfter) }]),
  ];
  const list = detail === 'plain' ? plainList(title, feeds.page) : [feedTable(title, feeds.page)];
  const buttons = [...addFeed, ...pages];
  return [...list, ...(buttons.length > 0 ? [buttonRow(buttons)] : [])];
}

function feedTable(title: string, feeds: readonly NamedFeed[]): HomeBlock {
  const cell = (text: string) => ({ type: 'raw_text' as const, text: text || '–' });
  const head = ['No.', 'Feed', 'Last new', 'Status'].map(cell);
  const rows = feeds.map((feed) =>
    [String(feed.id), cut(feed.title, 60), feed.lastNewAt?.slice(0, 10) ?? '', statusOf(feed)].map(cell),
  );
  return {
    type: 'data_table',
    caption: title,
    rows: [head, ...rows],
    page_size: FEEDS_ON_A_PAGE,
    row_header_column_index: 1,
  };
}

function plainList(title: string, feeds: readonly NamedFeed[]): KnownBlock[] {
  const lines = feeds.map((feed) => {
    const news = feed.lastNewAt ? localTime(feed.lastNewAt, '{date_short}') : 'nothing yet';
    return `${feed.id}. *${plain(feed.title, 60)}* · ${statusOf(feed)} · last new ${news}`;
  });
  const sections = Array.from({ length: Math.ceil(lines.length / LINES_IN_A_SECTION) }, (_, n) =>
    paragraph(lines.slice(n * LINES_IN_A_SECTION, (n + 1) * LINES_IN_A_SECTION).join('\n')),
  );
  return [paragraph(`*${title}*`), ...sections];
}

function statusOf(feed: NamedFeed): string {
  if (feed.state === 'paused') return 'paused';
  if (feed.state === 'gone') return 'gone';
  return feed.failingSince ? `failing since ${feed.failingSince.slice(0, 10)}` : 'answers';
}
