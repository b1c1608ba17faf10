import type { WorkNote } from '../../services/operate/work-note.ts';
import { localTime } from '../mrkdwn.ts';

/** What staff read when the newsroom's own work is late, goes on, or stood still. */
export function workText(note: WorkNote): string {
  switch (note.kind) {
    case 'work_stuck':
      return (
        `:warning: *Some work is stuck.* ${note.problems.join(' ')} Nothing is lost, and I keep trying. ` +
        '`npm run doctor` on the server says what is in the way.'
      );
    case 'signup_check_misset':
      return (
        ':warning: *Cloudflare does not know the secret of the check on the sign-up form*, so the check lets everybody through. ' +
        'The other limits hold, and no sign-up is lost. Ask whoever runs the server to set `TURNSTILE_SECRET` anew, from the same ' +
        'widget as `TURNSTILE_SITE_KEY`.'
      );
    case 'work_trial':
      return ':wave: A trial post of Newsdesk, asked for by its operator. Posts arrive here.';
    case 'work_recovered':
      return `:white_check_mark: The work that was stuck since ${localTime(note.stuckSince)} is done.`;
    case 'work_stood_still':
      return (
        `:information_source: Nothing ran here from ${localTime(note.from)} to ${localTime(note.until)}. ` +
        'Feeds are being read and mails sent now; nothing goes out twice. If nobody stopped me, look at the server.'
      );
  }
}
