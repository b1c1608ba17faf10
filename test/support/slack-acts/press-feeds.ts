import { aDocument, anItem } from '../context.ts';
import { FEED, fill, type Step } from '../slack-desk.ts';
import type { ActCase } from './act-case.ts';

const twoFeeds: Step = ({ world }) => {
  const news = 'https://site.example.org/news.xml';
  const jobs = 'https://site.example.org/jobs.xml';
  world.feeds.set(news, aDocument([anItem({ title: 'News' })], { title: 'News feed' }));
  world.feeds.set(jobs, aDocument([anItem({ title: 'Job' })], { title: 'Jobs feed' }));
  const page = { announced: [news, jobs], usual: [] };
  const message = 'That is a page.';
  world.feeds.set('https://site.example.org', {
    kind: 'failed',
    reason: 'not_a_feed',
    message,
    retryAfterSeconds: null,
    page,
  });
  return undefined;
};
const failing: Step = ({ world }) => {
  world.feeds.set(FEED, { kind: 'failed', reason: 'unreachable', message: 'It timed out.', retryAfterSeconds: null });
  return undefined;
};
/** The feed has not answered for more than a day, and staff were told. */
export const alerted: Step[] = [failing, 'pass 3600', 'pass 90000', 'pass 60'];
const flooded: Step[] = [
  ({ world }) => {
    const wave = Array.from({ length: 6 }, (_, n) =>
      anItem({ title: `Wave ${n}`, publishedAt: '2026-03-02T08:05:00.000Z' }),
    );
    world.feeds.set(FEED, aDocument(wave));
    return undefined;
  },
  'pass 3600',
];
export const someFeed: Step = ({ world }) => {
  world.feeds.set('https://b.example.org/feed.xml', aDocument([1, 2, 3, 4].map((n) => anItem({ title: `B${n}` }))));
  return undefined;
};
const anotherFeed: Step[] = [someFeed, 'type feeds add https://b.example.org/feed.xml here', 'pass 60'];
export const many: Step = async ({ ctx }) => {
  const [feed = {}] = (await ctx.db.prepare('SELECT * FROM feed').all()).results;
  const columns = Object.keys(feed).filter((name) => !['id', 'public_id', 'url'].includes(name));
  const copy = ctx.db.prepare(
    `INSERT INTO feed (public_id, url, ${columns.join(', ')}) SELECT 'many' || ?1, 'https://many.example.org/' || ?1, ${columns.join(', ')} FROM feed WHERE id = 1`,
  );
  await ctx.db.batch(Array.from({ length: 25 }, (_, n) => copy.bind(`${n}`)));
};

/** Buttons about feeds: of the list, of an alert, of a choice, and about floods. */
export const FEED_ACTS: Readonly<Record<string, ActCase>> = {
  'feed.add': {
    given: [twoFeeds, 'type feeds add https://site.example.org here'],
    does: ['+feed active', '+route active', '+audit feed.added'],
  },
  'feed.announce_newest_1': {
    given: anotherFeed,
    does: ['article email_mode=next_digest', '+announcement pending', '+audit feed.newest_announced'],
    sends: ['post CNEWS article'],
  },
  'feed.announce_newest_3': {
    given: anotherFeed,
    does: ['article email_mode=next_digest ×3', '+announcement pending ×3', '+audit feed.newest_announced'],
    sends: ['post CNEWS article ×3'],
  },
  'feeds.check': {
    given: ['type feeds'],
    does: ['feed next_poll_at', '+audit feed.checked'],
    again: ['feed next_poll_at', '+audit feed.checked'],
  },
  'feeds.pause': { given: ['type feeds'], does: ['feed state=paused', '+audit feed.paused'] },
  'feeds.resume': {
    given: ['type feeds', 'press feeds.pause'],
    does: ['feed state=active', 'feed next_poll_at', '+audit feed.resumed'],
  },
  'feeds.remove': { given: ['type feeds'], does: ['feed state=removed', 'feed removed_at', '+audit feed.removed'] },
  'feeds.pause_all': {
    given: [...anotherFeed, 'type feeds pause 2', 'type feeds pause all'],
    does: ['feed state=paused', '+audit feed.all_paused'],
    says: /1 feed is paused/,
  },
  'feeds.resume_all': {
    given: [...anotherFeed, 'type feeds pause 2', 'type feeds pause all', 'press feeds.pause_all'],
    does: ['feed state=active', 'feed next_poll_at', '+audit feed.all_resumed'],
    says: /1 feed is followed again/,
  },
  'feeds.page': { given: [many, 'type feeds'], does: [], says: /26 feeds/ },
  'feeds.edit': { given: ['type feeds'], does: [], opens: 'feed.edit' },
  'feed.undo_edit': {
    given: ['type feeds edit 1', fill({ title: 'Ours' })],
    does: ['feed title=Example feed', '+audit feed.edit_undone'],
  },
  'feed.undo': {
    given: ['type feeds', 'press feeds.remove'],
    does: ['feed state=active', 'feed next_poll_at', 'feed removed_at', '+audit feed.undone'],
  },
  'feed_alert.check': {
    given: alerted,
    does: ['feed next_poll_at', '+audit feed.checked'],
    again: ['feed next_poll_at', '+audit feed.checked'],
  },
  'feed_alert.pause': { given: alerted, does: ['feed state=paused', '+audit feed.paused'] },
  'flood.announce': {
    given: flooded,
    does: [
      'article state=published ×6',
      'article released_at ×6',
      '+announcement pending ×6',
      '+audit flood.announced',
      'flood state=announced',
    ],
    sends: ['post CNEWS article ×6'],
  },
  'flood.publish': {
    given: flooded,
    does: [
      'article state=published ×6',
      'article email_mode=none ×6',
      'article released_at ×6',
      '+audit flood.published',
      'flood state=published',
    ],
    sends: [],
  },
  'flood.drop': {
    given: flooded,
    does: ['article state=withdrawn ×6', '+audit flood.dropped', 'flood state=dropped'],
    sends: [],
  },
};
