import type { NamedFeed } from '../../db/feeds/feed-states.ts';
import { FEEDS_ON_A_PAGE, type StaffOverview } from '../../services/desk/home-overview.ts';
import { type KnownBlock, paragraph, paragraphs } from '../blocks/block.ts';
import { type Button, buttonRow } from '../blocks/buttons.ts';
import { number } from '../blocks/count.ts';
import { cut, localTime, plain } from '../mrkdwn.ts';
import { HOME_ACTIONS } from './actions.ts';
import type { Detail, HomeBlock } from './charts.ts';

const CHANNELS_OF_A_FEED = 3;

/** The feeds of one page with their health, and the way to the next page. */
export function feedBlocks({ feeds }: Pick<StaffOverview, 'feeds'>, detail: Detail, canEdit: boolean): HomeBlock[] {
  const title = `Feeds (${number(feeds.total)})`;
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
  const list = drawn(title, feeds.page, detail);
  const buttons = [...addFeed, ...pages];
  return [...list, ...(buttons.length > 0 ? [buttonRow(buttons)] : [])];
}

function drawn(title: string, feeds: readonly ShownFeed[], detail: Detail): HomeBlock[] {
  if (detail === 'plain') return plainList(title, feeds);
  return [detail === 'charts' ? foldedTable(title, feeds) : pagedTable(title, feeds)];
}

type ShownFeed = StaffOverview['feeds']['page'][number];
const HEAD = ['No.', 'Feed', 'Channel', 'Last new', 'Status'];

/** Folded until somebody opens it. A container holds plain tables only: https://docs.slack.dev/reference/block-kit/blocks */
function foldedTable(title: string, feeds: readonly ShownFeed[]): HomeBlock {
  const troubled = feeds.filter((feed) => statusOf(feed) !== 'answers').length;
  return {
    type: 'container',
    title: { type: 'plain_text', text: title },
    subtitle: { type: 'plain_text', text: troubled === 0 ? 'All answering' : `${troubled} not answering or paused` },
    is_collapsible: true,
    default_collapsed: true,
    child_blocks: [{ type: 'table', rows: [HEAD.map(cell), ...feeds.map(cells)] }],
  };
}

function pagedTable(title: string, feeds: readonly ShownFeed[]): HomeBlock {
  return {
    type: 'data_table',
    caption: title,
    rows: [HEAD.map(cell), ...feeds.map(cells)],
    page_size: FEEDS_ON_A_PAGE,
    row_header_column_index: 1,
  };
}

function cell(text: string) {
  return { type: 'raw_text' as const, text: text || '–' };
}

function cells(feed: ShownFeed) {
  return [
    cell(String(feed.id)),
    cell(cut(feed.title, 60)),
    channelCell(feed.channels),
    cell(feed.lastNewAt?.slice(0, 10) ?? ''),
    cell(statusOf(feed)),
  ];
}

/** Channels as links of Slack's, which each viewer sees by their own rights. */
function channelCell(channels: readonly string[]) {
  if (channels.length === 0) return cell('');
  const elements = channels
    .slice(0, CHANNELS_OF_A_FEED)
    .flatMap((id, index) => [
      ...(index > 0 ? [{ type: 'text' as const, text: ' ' }] : []),
      { type: 'channel' as const, channel_id: id },
    ]);
  const more = channels.length - CHANNELS_OF_A_FEED;
  const rest = more > 0 ? [{ type: 'text' as const, text: ` and ${more} more` }] : [];
  return {
    type: 'rich_text' as const,
    elements: [{ type: 'rich_text_section' as const, elements: [...elements, ...rest] }],
  };
}

function plainList(title: string, feeds: readonly ShownFeed[]): KnownBlock[] {
  const lines = feeds.map((feed) => {
    const news = feed.lastNewAt ? localTime(feed.lastNewAt, '{date_short}') : 'nothing yet';
    const where = feed.channels.slice(0, CHANNELS_OF_A_FEED).map((id) => ` <#${id}>`);
    return `${feed.id}. *${plain(feed.title, 60)}*${where.join('')} · ${statusOf(feed)} · last new ${news}`;
  });
  return paragraphs([`*${title}*`, ...lines]);
}

function statusOf(feed: NamedFeed): string {
  if (feed.state === 'paused') return 'paused';
  if (feed.state === 'gone') return 'gone';
  return feed.failingSince ? `failing since ${feed.failingSince.slice(0, 10)}` : 'answers';
}
