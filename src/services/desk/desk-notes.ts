import type { AnnouncementState } from '../../db/announcements/announcements.ts';
import type { ArticleCard } from '../articles/article-card.ts';

/** An announcement that goes out only once somebody approves it, as its card in the review channel shows it. */
export type ApprovalCard = {
  publicId: string;
  articleId: string;
  channelId: string;
  state: AnnouncementState;
  card: ArticleCard;
  /** Who wrote or took the article: "slack:U…", "feed:…" or "api". */
  author: string;
  decidedBy: string | null;
  decidedAt: string | null;
  reason: string | null;
  postedAt: string | null;
  /** Slack's name of the post; null until it is there. */
  postTs: string | null;
  /** The post whose thread it stands in. */
  threadTs: string | null;
};

/** What Newsdesk says to staff about its own desk work, and the summary of a channel. Texts are plain and unescaped. */
export type DeskNote =
  | { kind: 'approval'; approval: ApprovalCard }
  /** One reminder about what has waited for a day. */
  | { kind: 'approvals_waiting'; count: number; titles: string[] }
  /** To an author, in a direct message. */
  | {
      kind: 'sent_back';
      publicId: string;
      title: string;
      articleId: string;
      channelId: string;
      by: string;
      reason: string;
    }
  /** To whoever added a route, in a direct message: Slack refuses its channel. */
  | { kind: 'route_paused'; route: PausedRoute }
  /** The first line in a channel that was connected. */
  | { kind: 'route_intro'; by: string; what: string; rhythm: string }
  | { kind: 'summary'; summary: SummaryView }
  /** Slack's answer to a channel's summary never arrived. */
  | { kind: 'unknown_summary'; publicId: string; channelId: string; localDate: string }
  | { kind: 'slow_down'; waiting: number; lastAt: string };

export type PausedRoute = {
  publicId: string;
  number: number;
  channelId: string;
  what: string;
  reason: string;
  waiting: number;
};

/** One message with what was new for a channel since its last one. `from` and `to` are local dates, `to` the last day. */
export type SummaryView = {
  isWeekly: boolean;
  isCompact: boolean;
  localDate: string;
  cards: ArticleCard[];
  moreCount: number;
};
