import { SHORTCUTS } from '../../../src/slack/shortcut-names.ts';
import { aDocument, anItem } from '../context.ts';
import { deliver, FEED, fill, type Step, signed, sql, usedShortcut } from '../slack-desk.ts';
import type { ActCase } from './act-case.ts';

/** The feed brings a second article. */
export const bringTwo: Step = ({ world }) => {
  const two = anItem({ title: 'Two', publishedAt: '2026-03-02T08:05:00.000Z' });
  world.feeds.set(FEED, aDocument([two, anItem({ title: 'One' })]));
  return undefined;
};
const wantsApproval = sql('UPDATE route SET needs_approval = 1');
export const posted: Step[] = ['type announce One', 'submit', 'pass 60'];
/** "Two" came in by the feed, and its card asks for approval. */
export const awaiting: Step[] = [wantsApproval, bringTwo, 'pass 3600', 'pass 60'];
const nobodyAnswered: Step[] = [
  'type announce One',
  'submit',
  ({ world }) => {
    world.postOutcomes.push({ kind: 'unanswered', code: 'timeout' });
    return undefined;
  },
  'pass 60',
  'pass 60',
];
const staffs = sql(`UPDATE article SET created_by = 'slack:UBEN' WHERE title = 'Two'`);
const moreArticles: Step = ({ world }) => {
  const items = Array.from({ length: 20 }, (_, n) => anItem({ title: `More ${n}` }));
  world.feeds.set(FEED, aDocument(items));
  return undefined;
};

/** Buttons about articles, their posts and what awaits approval. */
export const ARTICLE_ACTS: Readonly<Record<string, ActCase>> = {
  'article.announce': { given: ['type articles One'], does: [], opens: 'announce.form' },
  'article.edit': { given: ['type articles One'], does: [], opens: 'article.form' },
  'article.newsletter': {
    given: ['type articles One'],
    does: ['article email_mode=next_digest', '+audit article.edited'],
  },
  'article.alert': {
    given: [sql(`UPDATE subscriber SET frequency = 'instant'`), 'type articles One', 'press article.newsletter'],
    does: [],
    opens: 'article.alert',
  },
  'article.withdraw': {
    given: [...posted, 'type articles One'],
    does: [
      'article state=withdrawn',
      'announcement state=withdrawn',
      'announcement wish=remove',
      '+audit article.withdrawn',
    ],
    sends: ['remove CNEWS'],
  },
  'newsletter.take_out': {
    given: [
      async (desk) =>
        deliver(desk, signed(desk, usedShortcut(desk, SHORTCUTS.newsletter, '<https://press.example.org/one>'))),
    ],
    does: ['article email_mode=none', '+audit article.edited'],
  },
  'article.page': { given: [moreArticles, 'pass 3600', 'type articles'], does: [], says: /More/ },
  'article.undo_withdraw': {
    given: [...posted, 'type articles One', 'press article.withdraw', 'pass 60'],
    does: [
      'article state=published',
      'announcement state=pending',
      'announcement attempts=0',
      'announcement not_before',
      '+audit article.restored',
    ],
    sends: ['post CNEWS article'],
  },
  'article.undo_edit': {
    given: ['type articles One', 'press article.edit', fill({ extract: 'Ours.' })],
    does: ['article extract=One, in short.', 'article search_words', '+article_revision', '+audit article.edit_undone'],
  },
  'article.undo_announce': {
    given: posted,
    does: ['announcement state=withdrawn', 'announcement wish=remove', '+audit article.announce_undone'],
    sends: ['remove CNEWS'],
  },
  'post.menu': {
    given: posted,
    choice: 'hide',
    does: ['announcement state=withdrawn', 'announcement wish=remove', '+audit announcement.hidden'],
    sends: ['remove CNEWS'],
  },
  'post.unhide': {
    given: [...posted, 'press post.menu hide', 'pass 60'],
    does: [
      'announcement state=pending',
      'announcement attempts=0',
      'announcement not_before',
      '+audit announcement.shown',
    ],
    sends: ['post CNEWS article'],
  },
  'announcement.approve': {
    given: awaiting,
    does: ['announcement state=pending', 'announcement not_before', '+audit announcement.approved'],
    sends: ['post CNEWS article', 'edit CREVIEW1 approval'],
  },
  'announcement.reject': { given: awaiting, does: [], opens: 'approval.reject' },
  'announcement.edit': { given: awaiting, does: [], opens: 'article.form' },
  'announcement.resubmit': {
    given: [...awaiting, staffs, 'press announcement.reject', fill({ reason: 'No.' }), 'pass 60'],
    does: [
      'announcement state=awaiting_approval',
      'announcement decision_reason=null',
      'announcement review_ts',
      'announcement review_state=null',
      'announcement review_asked_at',
      '+audit announcement.resubmitted',
    ],
    sends: ['post CREVIEW1 approval'],
  },
  'announcement.take_back': {
    given: [...awaiting, 'press announcement.approve', 'pass 60'],
    does: ['announcement state=withdrawn', 'announcement wish=remove', '+audit announcement.hidden'],
    sends: ['edit CREVIEW1 approval', 'remove CNEWS'],
  },
  'announcement.was_posted': {
    given: nobodyAnswered,
    does: [
      'announcement state=posted',
      'announcement posted_at',
      'announcement last_error=null',
      '+audit announcement.posted',
    ],
    sends: [],
  },
  'announcement.post_again': {
    given: nobodyAnswered,
    does: [
      'announcement state=pending',
      'announcement not_before',
      'announcement last_error=null',
      '+audit announcement.post_again',
    ],
    sends: ['post CNEWS article'],
  },
};
