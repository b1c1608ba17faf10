import type { DeskNote, PausedRoute, SummaryView } from '../../services/desk/desk-notes.ts';
import type { ArticleCard } from '../../services/ports.ts';
import { escapedWithin, link, localTime, plain } from '../mrkdwn.ts';
import { approvalBlocks, approvalText, resubmitRow } from './approval.ts';
import { type KnownBlock, type Message, message, paragraph } from './block.ts';
import { counted } from './count.ts';
import { personOf } from './person.ts';
import { unknownMessage } from './unknown-post.ts';

export const MOVE_ROUTE_ACTION = 'route.move';
export const RESUME_ROUTE_ACTION = 'route.try_again';

/** Block Kit and the complete text of what Newsdesk says about its desk. */
export function deskNoteMessage(note: DeskNote): Message {
  switch (note.kind) {
    case 'approval':
      return { text: approvalText(note.approval), blocks: approvalBlocks(note.approval) };
    case 'approvals_waiting':
      return message(waitingText(note));
    case 'sent_back':
      return sentBack(note);
    case 'route_paused':
      return pausedMessage(note.route);
    case 'route_intro':
      return message(
        `${personOf(note.by)} connected ${plain(note.what, 150)} to this channel. ${note.rhythm} Change it with \`/newsdesk channels\`.`,
      );
    case 'summary':
      return summaryMessage(note.summary);
    case 'unknown_summary':
      return unknownMessage({ ...note, what: `the summary of ${note.localDate}` });
    case 'slow_down':
      return message(slowText(note.waiting, note.lastAt));
  }
}

/** One line for however many posts a rate limit keeps waiting. */
export function slowText(waiting: number, lastAt: string): string {
  const posts = counted(waiting, 'announcement is', 'announcements are');
  return `Slack asked me to slow down. ${posts} waiting; the last one should be out at ${localTime(lastAt, '{time}')}.`;
}

function waitingText({ count, titles }: { count: number; titles: string[] }): string {
  const lines = titles.map((title) => `• ${plain(title, 120)}`);
  const more = count > titles.length ? [`• and ${count - titles.length} more`] : [];
  const what = counted(count, 'post has waited for approval', 'posts have waited for approval');
  return [`${what} for a day. \`/newsdesk queue\` shows them.`, ...lines, ...more].join('\n');
}

function sentBack(note: Extract<DeskNote, { kind: 'sent_back' }>): Message {
  const reason = note.reason ? `:\n>${plain(note.reason, 600)}` : ', without a reason.';
  const text = `${personOf(note.by)} sent back *${plain(note.title, 150)}* for <#${note.channelId}>${reason}`;
  return message(text, [resubmitRow(note.publicId)]);
}

/** Why Slack takes nothing for a channel, in words. */
const REASONS: Record<string, string> = {
  is_archived: 'is archived',
  channel_not_found: 'is deleted, or private and I am not in it',
  not_in_channel: 'does not have me as a member',
  restricted_action: 'lets only some people post',
  cant_post_message: 'takes no message from me',
  channel_type_not_supported: 'is of a kind I cannot post in',
};

/** What else can be done than to pick another channel. */
const NEXT: Record<string, string> = {
  is_archived: ', or unarchive it and press *Try again*',
  channel_not_found: ', or type `/invite @newsdesk` there and press *Try again*',
  not_in_channel: ', or type `/invite @newsdesk` there and press *Try again*',
};

/** Why a route rests, for lists and messages. */
export function pausedWords(reason: string | null): string {
  return reason === null ? 'paused' : `paused: the channel ${REASONS[reason] ?? 'refuses posts'}`;
}

function pausedMessage(route: PausedRoute): Message {
  const waiting = route.waiting === 0 ? '' : ` ${counted(route.waiting, 'post waits', 'posts wait')} and will follow.`;
  const why = REASONS[route.reason] ?? 'refuses posts';
  const text = `I can't post ${plain(route.what, 150)} in <#${route.channelId}> any more: the channel ${why}. I paused it and kept all its settings.${waiting} Pick another channel${NEXT[route.reason] ?? ', or press *Try again* once that is mended'}.`;
  const elements: KnownBlock = {
    type: 'actions',
    elements: [
      {
        type: 'conversations_select',
        action_id: `${MOVE_ROUTE_ACTION}:${route.publicId}`,
        placeholder: { type: 'plain_text', text: 'Pick another channel' },
        filter: { include: ['public', 'private'], exclude_external_shared_channels: true, exclude_bot_users: true },
      },
      {
        type: 'button',
        action_id: RESUME_ROUTE_ACTION,
        value: route.publicId,
        text: { type: 'plain_text', text: 'Try again' },
      },
    ],
  };
  return message(text, [elements]);
}

/** Slack refuses a message of more than about 13,200 characters (https://github.com/slackapi/bolt-js/issues/2509). */
const ROWS_LIMIT = 11_000;

/** Rows as long as they fit; what does not is counted. */
function summaryMessage({ cards, isCompact, isWeekly, localDate, moreCount }: SummaryView): Message {
  const count = cards.length + moreCount;
  const rhythm = isWeekly ? 'Weekly' : 'Daily';
  const head = `*${rhythm} summary: ${counted(count, 'new article')}* · ${localDate}`;
  const rows: KnownBlock[] = [];
  let size = 0;
  for (const card of cards) {
    const row = paragraph(summaryRow(card, isCompact));
    size += JSON.stringify(row).length;
    if (size > ROWS_LIMIT) break;
    rows.push(row);
  }
  const left = count - rows.length;
  const more = left > 0 ? [paragraph(`and ${left} more in the newsroom`)] : [];
  const titles = cards.map((card) => `• ${escapedWithin(card.title.slice(0, 600), 180)}`);
  return { text: [head, ...titles].join('\n'), blocks: [paragraph(head), ...rows, ...more] };
}

/** Cut roughly first: the exact cut takes its time on a long text. */
function summaryRow(card: ArticleCard, isCompact: boolean): string {
  const extract = card.extract ? `\n${plain(card.extract.slice(0, 600), 160)}` : '';
  const headline = link(card.url, card.title.slice(0, 600), 150);
  const source = plain(card.source.slice(0, 200), 60);
  return isCompact ? `*${headline}*  ·  ${source}` : `*${headline}*\n${source}${extract}`;
}
