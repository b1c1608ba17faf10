import type { SlackNote } from '../../services/ports.ts';
import { articleBlocks, articleText } from './article.ts';
import { type Message, message } from './block.ts';
import { contactBlocks, contactText } from './contact.ts';
import { deskNoteMessage } from './desk-notes.ts';
import { failingBlocks, failingText, recoveredText } from './feed-alert.ts';
import { floodBlocks, floodText } from './flood.ts';
import { mailingBlocks, mailingText } from './mailing.ts';
import { mailingNoteMessage } from './mailing-notes.ts';
import { signupFloodText } from './signup-flood.ts';
import { unknownPostBlocks, unknownPostText } from './unknown-post.ts';
import { workText } from './work.ts';

/** Block Kit and the complete text of what Newsdesk says on its own account. */
export function noteMessage(note: SlackNote): Message {
  switch (note.kind) {
    case 'article':
      return { text: articleText(note.card), blocks: articleBlocks(note.card) };
    case 'unknown_post':
      return { text: unknownPostText(note), blocks: unknownPostBlocks(note) };
    case 'mailing':
      return { text: mailingText(note.mailing), blocks: mailingBlocks(note.mailing) };
    case 'flood':
      return { text: floodText(note.flood), blocks: floodBlocks(note.flood) };
    case 'feed_failing':
      return { text: failingText(note.feed), blocks: failingBlocks(note.feed) };
    case 'feed_recovered':
      return message(recoveredText(note));
    case 'contact':
      return { text: contactText(note.contact), blocks: contactBlocks(note.contact) };
    case 'signup_flood':
      return message(signupFloodText(note));
    case 'work_stuck':
    case 'work_recovered':
    case 'work_stood_still':
    case 'signup_check_misset':
    case 'work_trial':
      return message(workText(note));
    case 'mailing_paused':
    case 'mailing_trouble':
    case 'unknown_batches':
    case 'mailing_report':
    case 'monthly_report':
    case 'draft_mailing':
      return mailingNoteMessage(note);
    case 'approval':
    case 'approvals_waiting':
    case 'sent_back':
    case 'route_paused':
    case 'route_intro':
    case 'summary':
    case 'unknown_summary':
    case 'slow_down':
      return deskNoteMessage(note);
  }
}
