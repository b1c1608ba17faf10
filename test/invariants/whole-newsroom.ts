import type { Context } from '../../src/services/context.ts';
import { testContext, type World } from '../support/context.ts';
import { WEBHOOK_SECRET } from '../support/svix.ts';

/** How much of everything a newsroom holds. */
export type Sizes = {
  feeds: number;
  articles: number;
  topics: number;
  readers: number;
  mailings: number;
  /** Floods, contact messages, waiting posts and mails, one each. */
  waiting: number;
};

export const SMALL: Sizes = { feeds: 3, articles: 6, topics: 3, readers: 30, mailings: 4, waiting: 2 };
/** More than a newsroom that has run for years shows on any page. */
export const LARGE: Sizes = { feeds: 400, articles: 3_000, topics: 60, readers: 5_000, mailings: 400, waiting: 300 };

/** Time of the newsroom; what was "a day ago" is before it. */
export const NOW = '2026-03-02T08:00:00.000Z';
const BEFORE = '2026-03-01T08:00:00.000Z';
const LATER = '2026-03-03T08:00:00.000Z';
export const HUB_SECRET = 'a-secret-between-the-hub-and-us';

/** Public ids, as the tables below give them: article 1 is "article00001". */
export const idOf = {
  article: (n: number) => `article${String(n).padStart(5, '0')}`,
  feed: (n: number) => `feed${String(n).padStart(8, '0')}`,
  mailing: (n: number) => `mailing${String(n).padStart(5, '0')}`,
  reader: (n: number) => `reader${String(n).padStart(6, '0')}`,
  topic: (n: number) => `topic${String(n).padStart(7, '0')}`,
};

/**
 * Rows for every table that pages, the desk or the background read: table, how many, and the columns as SQL over `value`
 * from 1 on. Reader 2 waits for a confirmation, reader 3 has left; mailing 1 is finished and archived, mailing 2
 * a draft, mailing 4 paused.
 */
function rows(sizes: Sizes): [table: string, count: number, columns: Record<string, string>][] {
  const recipients = `'[[1,"reader000001","r1@example.org","R","en",null,"k1"]]'`;
  return [
    ['topic', sizes.topics, topicColumns()],
    ['feed', sizes.feeds, feedColumns()],
    ['hub_subscription', Math.min(2, sizes.feeds), hubColumns()],
    ['article', sizes.articles, articleColumns(sizes)],
    [
      'article_source',
      sizes.articles,
      { article_id: 'value', feed_id: `value % ${sizes.feeds} + 1`, first_seen_at: `'${BEFORE}'` },
    ],
    ['article_key', sizes.articles, { feed_id: '0', key: `'key' || value`, kind: `'guid'`, article_id: 'value' }],
    ['search_word', sizes.articles, { word: `'story'`, article_id: 'value' }],
    ['redirect', 2, { path: `'/old/' || value`, article_id: 'value', created_at: `'${BEFORE}'` }],
    ['route', sizes.feeds, routeColumns()],
    ['announcement', sizes.articles, announcementColumns(sizes)],
    ['import', 2, importColumns()],
    ['subscriber', sizes.readers, readerColumns()],
    [
      'subscription',
      Math.min(sizes.topics, 50),
      { subscriber_id: '1', topic_id: 'value', state: `'chosen'`, created_at: `'${BEFORE}'` },
    ],
    ['consent', sizes.readers, consentColumns()],
    ['mailing', sizes.mailings, mailingColumns()],
    ['mailing_article', 2, { mailing_id: 'value', article_id: 'value', position: '0' }],
    [
      'variant',
      2,
      {
        mailing_id: 'value',
        key: `'en:' || value`,
        subject: `'News'`,
        preheader: `''`,
        html: `'<p>x</p>'`,
        text: `'x'`,
      },
    ],
    [
      'batch',
      sizes.waiting,
      { mailing_id: '1', lo: 'value * 100', hi: 'value * 100 + 99', state: `'submitted'`, recipients, sent_count: '1' },
    ],
    ['flood', Math.min(sizes.waiting, sizes.feeds), floodColumns()],
    ['contact_message', sizes.waiting, contactColumns()],
    [
      'address_change',
      1,
      {
        public_id: `'change000001'`,
        subscriber_id: '8',
        email: `'new8@example.org'`,
        email_key: `'new8@example.org'`,
        state: `'waiting'`,
        expires_at: `'${LATER}'`,
        created_at: `'${BEFORE}'`,
      },
    ],
    ['staff', 1, { slack_user_id: `'UANA'`, role: `'owner'`, state: `'active'`, added_by: `'x'`, created_at: `'x'` }],
    [
      'audit',
      sizes.waiting,
      { at: `'${BEFORE}'`, actor: `'slack:UANA'`, act: `'feed.added'`, subject: `'feed:' || value` },
    ],
    ['link_count', 1, { mailing_id: '1', article_id: '1', count: '3' }],
    ['setting', 1, { key: `'newsroom'`, value: `'{"sending":{"countsLinks":true}}'`, updated_at: `'${BEFORE}'` }],
    ['rate_count', 1, { key: `'k'`, window_start: `'${BEFORE}'`, count: '1' }],
  ];
}

function topicColumns() {
  return {
    public_id: `printf('topic%07d', value)`,
    slug: `'topic-' || value`,
    name: `'Topic ' || value`,
    visibility: `'public'`,
    state: `'active'`,
    position: 'value',
    created_at: `'${BEFORE}'`,
  };
}

function feedColumns() {
  return {
    public_id: `printf('feed%08d', value)`,
    url: `'https://press' || value || '.example.org/feed.xml'`,
    title: `'Feed ' || value`,
    state: `'active'`,
    start_with: `'none'`,
    baselined_at: `'${BEFORE}'`,
    kind: `'coverage'`,
    text_right: `'extract'`,
    image_right: `'none'`,
    time_zone: `'UTC'`,
    poll_floor_seconds: '300',
    next_poll_at: `'${BEFORE}'`,
    failing_since: `CASE WHEN value % 3 = 0 THEN '2026-02-20T08:00:00.000Z' END`,
    added_by: `'slack:UANA'`,
    created_at: `'${BEFORE}'`,
  };
}

function hubColumns() {
  return {
    feed_id: 'value',
    state: `CASE value WHEN 1 THEN 'active' ELSE 'asked' END`,
    hub_url: `'https://hub.example.org/'`,
    topic_url: `'https://press' || value || '.example.org/feed.xml'`,
    secret: `'${HUB_SECRET}'`,
    next_at: `'${LATER}'`,
  };
}

function articleColumns({ topics }: Sizes) {
  return {
    public_id: `printf('article%05d', value)`,
    slug: `'story-' || value`,
    state: `CASE WHEN value % 50 = 49 THEN 'held' ELSE 'published' END`,
    kind: `CASE WHEN value % 5 = 1 THEN 'event' ELSE 'coverage' END`,
    title: `'Story ' || value`,
    extract: `'In short.'`,
    url: `'https://press.example.org/' || value`,
    language: `'en'`,
    translation_group: `'g' || value`,
    text_right: `'extract'`,
    image_right: `'none'`,
    topic_ids: `'[' || (value % ${topics} + 1) || ']'`,
    event_starts_at: `CASE WHEN value % 5 = 1 THEN '2026-04-01T08:00:00.000Z' END`,
    event_ends_at: `CASE WHEN value % 5 = 1 THEN '2026-04-01T09:00:00.000Z' END`,
    email_mode: `'next_digest'`,
    published_at: `strftime('%Y-%m-%dT%H:%M:%fZ', '${BEFORE}', '-' || value || ' minutes')`,
    released_at: `'${BEFORE}'`,
    content_hash: `'h' || value`,
    created_by: `'test'`,
    created_at: `'${BEFORE}'`,
    updated_at: `'${BEFORE}'`,
  };
}

function routeColumns() {
  return {
    public_id: `printf('route%07d', value)`,
    channel_id: `'CNEWS' || (value % 40)`,
    feed_id: 'value',
    mode: `'each'`,
    needs_approval: '0',
    shows_images: '1',
    state: `'active'`,
    added_by: `'slack:UANA'`,
    created_at: `'${BEFORE}'`,
  };
}

function announcementColumns({ waiting }: Sizes) {
  return {
    public_id: `printf('post%08d', value)`,
    article_id: 'value',
    channel_id: `'CNEWS1'`,
    state: `CASE WHEN value <= ${waiting} THEN 'awaiting_approval' WHEN value <= ${waiting} * 2 THEN 'unknown' ELSE 'posted' END`,
    shows_image: '0',
    not_before: `'${BEFORE}'`,
    ts: `'1700000000.' || value`,
    posted_hash: `'h' || value`,
    asked_at: `'${BEFORE}'`,
    review_asked_at: `'${BEFORE}'`,
    created_at: `'${BEFORE}'`,
  };
}

function readerColumns() {
  return {
    public_id: `printf('reader%06d', value)`,
    email: `'r' || value || '@example.org'`,
    email_key: `'r' || value || '@example.org'`,
    name: `'Reader'`,
    locale: `'en'`,
    frequency: `'weekly'`,
    state: `CASE value WHEN 2 THEN 'pending' WHEN 3 THEN 'unsubscribed' ELSE 'active' END`,
    source: `'form'`,
    confirm_request: '1',
    confirm_expires_at: `'${LATER}'`,
    confirmed_at: `'${BEFORE}'`,
    left_at: `CASE value WHEN 3 THEN '${BEFORE}' END`,
    import_id: 'CASE WHEN value > 1000 THEN 2 END',
    created_at: `'${BEFORE}'`,
  };
}

/** Import 1 goes on; import 2 brought every reader behind the first thousand. */
function importColumns() {
  return {
    public_id: `printf('import%06d', value)`,
    fingerprint: `'file' || value`,
    state: `CASE value WHEN 1 THEN 'open' ELSE 'finished' END`,
    consent_source: `'A form'`,
    consent_at: `'${BEFORE}'`,
    locale: `'en'`,
    frequency: `'weekly'`,
    created_by: `'test'`,
    created_at: `'${BEFORE}'`,
  };
}

function consentColumns() {
  return {
    subscriber_id: 'value',
    act: `'requested'`,
    text_version: `'1'`,
    locale: `'en'`,
    page: `'form'`,
    at: `'${BEFORE}'`,
  };
}

function mailingColumns() {
  return {
    public_id: `printf('mailing%05d', value)`,
    kind: `'digest'`,
    state: `CASE value WHEN 2 THEN 'draft' WHEN 4 THEN 'paused' ELSE 'finished' END`,
    subject: `'{"en":"News"}'`,
    is_archived: '1',
    content_hash: `'h' || value`,
    approved_hash: `'h' || value`,
    max_id: '100000',
    is_planned: '1',
    submitted_count: '1',
    asked_at: `'${BEFORE}'`,
    summed_up_at: `'${BEFORE}'`,
    reported_state: `'finished'`,
    created_by: `'test'`,
    created_at: `'${BEFORE}'`,
    started_at: `'${BEFORE}'`,
    finished_at: `CASE WHEN value IN (2, 4) THEN NULL ELSE '${BEFORE}' END`,
  };
}

function floodColumns() {
  return {
    public_id: `printf('flood%07d', value)`,
    feed_id: 'value',
    state: `'open'`,
    article_count: '30',
    asked_at: `'${BEFORE}'`,
    created_at: `'${BEFORE}'`,
  };
}

function contactColumns() {
  return {
    public_id: `printf('contact%05d', value)`,
    state: `'open'`,
    role: `'press'`,
    locale: `'en'`,
    name: `'Asker'`,
    email: `'asker@example.org'`,
    body: `'A question.'`,
    told_at: `'${BEFORE}'`,
    created_at: `'${BEFORE}'`,
  };
}

/** A newsroom with rows in every table that anything reads. */
export async function wholeNewsroom(
  sizes: Sizes,
  variables: Record<string, string> = {},
): Promise<{ ctx: Context; world: World }> {
  const { ctx, world } = await testContext({ RESEND_WEBHOOK_SECRET: WEBHOOK_SECRET, ...variables });
  const counter =
    'WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < CAST(?1 AS INTEGER))';
  for (const [table, count, columns] of rows(sizes)) {
    const sql = `INSERT INTO ${table} (${Object.keys(columns)}) ${counter} SELECT ${Object.values(columns)} FROM n`;
    await ctx.db.prepare(sql).bind(count).all();
  }
  return { ctx, world };
}

/** Every row of every table, by table. `without` leaves tables out. */
export async function dump(ctx: Context, without: readonly string[] = []): Promise<Record<string, unknown[]>> {
  const { results } = await ctx.db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`).all();
  const tables = results.map(({ name }) => String(name)).filter((name) => !without.includes(name));
  const all: Record<string, unknown[]> = {};
  for (const table of tables) all[table] = (await ctx.db.prepare(`SELECT * FROM ${table}`).all()).results;
  return all;
}
