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

/** Time of the newsroom; what was "a day ago" is before it. */
export const NOW = '2026-03-02T08:00:00.000Z';
const BEFORE = '2026-03-01T08:00:00.000Z';
const LATER = '2026-03-03T08:00:00.000Z';
export const HUB_SECRET = 'a-secret-between-the-hub-and-us';

/** A table, how many rows of it, and its columns as SQL over `value` from 1 on. */
type Rows = [table: string, count: number, columns: Record<string, string>];

/**
 * Rows for every table that pages, the desk or the background read. Reader 2 waits for a confirmation, reader 3 has left;
 * mailing 1 is finished and archived, mailing 2 a draft, mailing 4 paused.
 */
export function newsroomRows(sizes: Sizes): Rows[] {
  return [...articleRows(sizes), ...readerRows(sizes), ...mailingRows(sizes), ...deskRows(sizes)];
}

function articleRows(sizes: Sizes): Rows[] {
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
    ['flood', Math.min(sizes.waiting, sizes.feeds), floodColumns()],
  ];
}

function readerRows(sizes: Sizes): Rows[] {
  return [
    ['import', 2, importColumns()],
    ['subscriber', sizes.readers, readerColumns()],
    ['subscription', Math.min(sizes.topics, 50), subscriptionColumns()],
    ['consent', sizes.readers, consentColumns()],
    ['address_change', 1, addressChangeColumns()],
    ['contact_message', sizes.waiting, contactColumns()],
    ['rate_count', 1, { key: `'k'`, window_start: `'${BEFORE}'`, count: '1' }],
  ];
}

function mailingRows(sizes: Sizes): Rows[] {
  return [
    ['mailing', sizes.mailings, mailingColumns()],
    ['mailing_article', 2, { mailing_id: 'value', article_id: 'value', position: '0' }],
    ['variant', 2, variantColumns()],
    ['batch', sizes.waiting, batchColumns()],
    ['link_count', 1, { mailing_id: '1', article_id: '1', count: '3' }],
  ];
}

function deskRows(sizes: Sizes): Rows[] {
  return [
    ['staff', 1, { slack_user_id: `'UANA'`, role: `'owner'`, state: `'active'`, added_by: `'x'`, created_at: `'x'` }],
    ['audit', sizes.waiting, auditColumns()],
    ['setting', 1, { key: `'newsroom'`, value: `'{"sending":{"countsLinks":true}}'`, updated_at: `'${BEFORE}'` }],
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
    threads: `'thread'`,
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

function subscriptionColumns() {
  return { subscriber_id: '1', topic_id: 'value', state: `'chosen'`, created_at: `'${BEFORE}'` };
}

function addressChangeColumns() {
  return {
    public_id: `'change000001'`,
    subscriber_id: '8',
    email: `'new8@example.org'`,
    email_key: `'new8@example.org'`,
    state: `'waiting'`,
    expires_at: `'${LATER}'`,
    created_at: `'${BEFORE}'`,
  };
}

function variantColumns() {
  return {
    mailing_id: 'value',
    key: `'en:' || value`,
    subject: `'News'`,
    preheader: `''`,
    html: `'<p>x</p>'`,
    text: `'x'`,
  };
}

function batchColumns() {
  return {
    mailing_id: '1',
    lo: 'value * 100',
    hi: 'value * 100 + 99',
    state: `'submitted'`,
    recipients: `'[[1,"reader000001","r1@example.org","R","en",null,"k1"]]'`,
    sent_count: '1',
  };
}

function auditColumns() {
  return { at: `'${BEFORE}'`, actor: `'slack:UANA'`, act: `'feed.added'`, subject: `'feed:' || value` };
}
