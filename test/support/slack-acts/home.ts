import type { ActCase } from './act-case.ts';
import { awaiting } from './press-articles.ts';
import { alerted, many } from './press-feeds.ts';
import { drafted, forMail, held } from './press-mailings.ts';

/** Buttons of the Home tab. */
export const HOME_CASES: Readonly<Record<string, ActCase>> = {
  'home.approve': {
    given: [...awaiting, 'home'],
    does: ['announcement state=pending', 'announcement not_before', '+audit announcement.approved'],
    sends: ['post CNEWS article', 'edit CREVIEW1 approval'],
  },
  'home.reject': { given: [...awaiting, 'home'], does: [], opens: 'approval.reject' },
  'home.announce': { given: ['home'], does: [], opens: 'announce.form' },
  'home.mail': { given: ['home'], does: ['article email_mode=next_digest', '+audit article.edited'] },
  'home.unmail': { given: [forMail, 'home'], does: ['article email_mode=none', '+audit article.edited'] },
  'home.check': {
    given: [...alerted, 'home'],
    does: ['feed next_poll_at', '+audit feed.checked'],
    again: ['feed next_poll_at', '+audit feed.checked'],
  },
  'home.undo_mailing': {
    given: [...held, 'home'],
    does: ['mailing state=cancelled', '+audit mailing.undone'],
    sends: ['post CREVIEW1 mailing'],
  },
  'home.page': { given: [many, 'home'], does: [], says: /Many|Example feed/ },
  'home.add_feed': { given: ['home'], does: [], opens: 'feed.address' },
  'home.digest': { given: [forMail, 'home'], does: [], opens: 'digest.form' },
  'home.edit_digest': { given: [...drafted, 'home'], does: [], opens: 'digest.form' },
  'home.preview_digest': { given: [...drafted, 'home'], does: [], says: /\/preview\// },
  'home.settings': { given: ['home'], does: [], opens: 'settings.which' },
  'home.help': { given: ['home'], does: [], says: /I want to send a newsletter/ },
  'home.log': { given: ['type feeds pause 1', 'home'], does: [], says: /feed paused: \*Example feed/ },
  'home.send_digest': { given: [...drafted, 'home'], does: [], opens: 'digest.send' },
};
