import type { SlackNote } from '../../services/ports.ts';
import { localTime } from '../mrkdwn.ts';

/** What staff read when sign-ups come in such numbers that confirmations are held back. */
export function signupFloodText({ perHour, until }: Extract<SlackNote, { kind: 'signup_flood' }>): string {
  return (
    `:warning: *More than ${perHour} sign-ups in an hour.* Somebody may be using the form to flood mailboxes, so no more ` +
    `confirmation mails leave before ${localTime(until, '{time}')}. Readers who signed up in good faith can do so again after that. ` +
    'If this is your own campaign, raise the hourly limit in the sign-up settings.'
  );
}
