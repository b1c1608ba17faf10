import * as z from 'zod';
import { ANNOUNCEMENT_STATES, ANNOUNCEMENT_TRANSITIONS } from '../announcements/announcements.ts';
import { flag, statesBefore } from '../columns.ts';
import { type Database, execute, query, queryOne, type Statement } from '../database.ts';

/**
 * Moves that only an act of staff on the article or post makes, beside those of ANNOUNCEMENT_TRANSITIONS: a channel chosen
 * by hand takes an article from any of these states, and Undo brings back what was withdrawn or skipped by the act.
 */
const CHOSEN_FROM = JSON.stringify(['awaiting_approval', 'pending', 'failed', 'skipped', 'rejected', 'withdrawn']);

/** What is still to be done in Slack for a post whose row is settled already. */
const POST_WISHES = ['remove', 'restore'] as const;

const PostRow = z.object({
  id: z.number(),
  publicId: z.string(),
  articleId: z.number(),
  channelId: z.string(),
  state: z.enum(ANNOUNCEMENT_STATES),
  showsImage: flag,
  isCompact: flag,
  notBefore: z.string(),
  ts: z.string().nullable(),
  postedAt: z.string().nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  text: z.string().nullable(),
  wish: z.enum(POST_WISHES).nullable(),
});
/** One article in one channel: waiting, out, or taken away. */
export type ArticlePost = z.infer<typeof PostRow>;

const SELECT = `SELECT n.id, n.public_id AS publicId, n.article_id AS articleId, n.channel_id AS channelId, n.state,
    n.shows_image AS showsImage, n.is_compact AS isCompact, n.not_before AS notBefore, n.ts, n.posted_at AS postedAt, n.decided_by AS decidedBy, n.decided_at AS decidedAt,
    n.text, n.wish
  FROM announcement n`;

/** Every channel an article went or is to go to, in the order of planning. */
export async function listPostsOfArticles(db: Database, articleIds: readonly number[]): Promise<ArticlePost[]> {
  return query(
    PostRow,
    db
      .prepare(`${SELECT} WHERE n.article_id IN (SELECT value FROM json_each(?1)) ORDER BY n.id LIMIT 200`)
      .bind(JSON.stringify(articleIds)),
  );
}

/** An announcement by its public id, as the acts on posts see it; null where there is none. */
export async function findPost(db: Database, publicId: string): Promise<ArticlePost | null> {
  return queryOne(PostRow, db.prepare(`${SELECT} WHERE n.public_id = ?1`).bind(publicId));
}

export type WishedPost = {
  publicId: string;
  channelId: string;
  showsImage: boolean;
  text: string | null;
  notBefore: string;
};

/**
 * Statement that plans posts of an article in channels that staff chose. Where it stands or is under way in a channel it
 * stays as it is; one that waited, failed or was taken away goes out by this wish.
 */
export function planChosenPosts(
  db: Database,
  article: { publicId: string },
  { posts, by, now }: { posts: readonly WishedPost[]; by: string; now: string },
): Statement {
  return db
    .prepare(
      `INSERT INTO announcement (public_id, article_id, channel_id, state, shows_image, text, not_before, created_at,
         decided_by, decided_at)
       SELECT p.value->>'publicId', a.id, p.value->>'channelId', 'pending', p.value->>'showsImage', p.value->>'text',
         p.value->>'notBefore', ?4, ?3, ?4
       FROM json_each(?1) p JOIN article a ON a.public_id = ?2
       WHERE a.state = 'published'
       ON CONFLICT (article_id, channel_id) DO UPDATE SET state = 'pending', shows_image = excluded.shows_image, is_compact = 0,
         threads = 'off', text = excluded.text, not_before = excluded.not_before, route_id = NULL, ts = NULL, thread_ts = NULL, posted_at = NULL,
         posted_hash = NULL, attempts = 0, last_error = NULL, decided_by = ?3, decided_at = ?4, decision_reason = NULL
       WHERE announcement.wish IS NULL AND announcement.state IN (SELECT value FROM json_each(?5))`,
    )
    .bind(JSON.stringify(posts), article.publicId, by, now, CHOSEN_FROM);
}

/** Which posts an act is about: all of an article, those in some channels, or those that staff wished for at one moment. */
export type PostsMeant = { articlePublicId: string; channelIds: readonly string[] | null; wishedAt?: string };

const MEANT = `article_id = (SELECT id FROM article WHERE public_id = ?1)
  AND (?2 IS NULL OR channel_id IN (SELECT value FROM json_each(?2))) AND (?3 IS NULL OR decided_at = ?3)`;

function meant({ articlePublicId, channelIds, wishedAt = '' }: PostsMeant): [string, string | null, string | null] {
  return [articlePublicId, channelIds === null ? null : JSON.stringify(channelIds), wishedAt || null];
}

/** Statement that takes posts that are out back: they count as withdrawn at once, Slack follows. */
export function withdrawPosts(db: Database, posts: PostsMeant, { by, now }: { by: string; now: string }): Statement {
  return db
    .prepare(
      `UPDATE announcement SET state = 'withdrawn', wish = 'remove', decided_by = ?4, decided_at = ?5
       WHERE ${MEANT} AND state = 'posted'`,
    )
    .bind(...meant(posts), by, now);
}

/** Statement that skips posts that did not go out, and notes from which state, for Undo. */
export function skipPosts(db: Database, posts: PostsMeant, { by, now }: { by: string; now: string }): Statement {
  return db
    .prepare(
      `UPDATE announcement SET decision_reason = 'withdrawn:' || state, state = 'skipped', decided_by = ?4, decided_at = ?5
       WHERE ${MEANT} AND state IN (SELECT value FROM json_each(?6))`,
    )
    .bind(...meant(posts), by, now, statesBefore(ANNOUNCEMENT_TRANSITIONS, 'skipped'));
}

/**
 * Statement that undoes what `withdrawPosts` and `skipPosts` did at `at`: what still stands in Slack is put right there,
 * what is gone is posted anew, and what waited waits again. One that staff found there after Slack's answer was lost has no
 * name and no hash: nothing could take it away.
 */
export function restorePosts(db: Database, posts: PostsMeant, { at, now }: { at: string; now: string }): Statement {
  return db
    .prepare(
      `UPDATE announcement SET
         state = CASE WHEN state = 'skipped' THEN substr(decision_reason, 11)
           WHEN ts IS NULL AND posted_hash IS NOT NULL THEN 'pending' ELSE 'posted' END,
         wish = CASE WHEN state = 'withdrawn' AND ts IS NOT NULL THEN 'restore' END,
         not_before = MAX(not_before, ?5), decision_reason = NULL, attempts = 0
       WHERE ${MEANT} AND decided_at = ?4
         AND (state = 'withdrawn' OR (state = 'skipped' AND decision_reason LIKE 'withdrawn:%'))`,
    )
    .bind(...meant(posts), at, now);
}

/** Statement that withdraws a post of an article that was withdrawn while Slack was taking it. */
export function withdrawLatePost(db: Database, id: number): Statement {
  return db
    .prepare(
      `UPDATE announcement SET state = 'withdrawn', wish = 'remove',
         decided_by = (SELECT by_whom.actor FROM audit by_whom JOIN article a ON by_whom.subject = 'article:' || a.public_id
                       WHERE a.id = announcement.article_id AND by_whom.act = 'article.withdrawn'
                       ORDER BY by_whom.id DESC LIMIT 1)
       WHERE id = CAST(?1 AS INTEGER) AND state = 'posted'
         AND EXISTS (SELECT 1 FROM article w WHERE w.id = announcement.article_id AND w.state = 'withdrawn')`,
    )
    .bind(id);
}

/** Posts that Slack still shows otherwise than they stand here. */
export async function listWishes(db: Database, limit: number): Promise<ArticlePost[]> {
  return query(
    PostRow,
    db.prepare(`${SELECT} WHERE n.wish IS NOT NULL ORDER BY n.id LIMIT CAST(?1 AS INTEGER)`).bind(limit),
  );
}

/** Notes that Slack followed, unless the wish changed meanwhile. `isGone`: no message is left there. */
export async function settleWish(
  db: Database,
  post: Pick<ArticlePost, 'id' | 'wish'>,
  outcome: { isGone: boolean; now: string; postedHash: string | null },
): Promise<void> {
  await execute(
    db
      .prepare(
        `UPDATE announcement SET wish = NULL, ts = CASE WHEN ?3 THEN NULL ELSE ts END,
           state = CASE WHEN ?3 AND state = 'posted' THEN 'pending' ELSE state END,
           not_before = CASE WHEN ?3 AND state = 'posted' THEN ?4 ELSE not_before END,
           posted_hash = COALESCE(?5, posted_hash)
         WHERE id = CAST(?1 AS INTEGER) AND wish = ?2`,
      )
      .bind(post.id, post.wish, outcome.isGone ? 1 : 0, outcome.now, outcome.postedHash),
  );
}

/** Statement that sets what one channel reads in place of the extract; the post follows. A no-op for one whose name in Slack nobody knows. */
export function setPostText(db: Database, publicId: string, text: string | null): Statement {
  return db
    .prepare(
      `UPDATE announcement SET text = ?2, wish = CASE WHEN state = 'posted' THEN 'restore' ELSE wish END
       WHERE public_id = ?1 AND text IS NOT ?2 AND (state IN ('awaiting_approval', 'pending') OR state = 'posted' AND ts IS NOT NULL) AND wish IS NULL`,
    )
    .bind(publicId, text);
}
