import type { Audience } from '../../db/audiences.ts';
import { findOpenDigest, listRecentMailings } from '../../db/mailings.ts';
import { FREQUENCIES } from '../../db/subscribers.ts';
import { mailingProgress } from '../../services/report-mailings.ts';
import { draftDigest, sendDigest, undoMailing } from '../../services/send-digest.ts';
import { sendTest } from '../../services/send-test.ts';
import { paragraph } from '../blocks/block.ts';
import { mailingSentence, undoRow } from '../blocks/mailing.ts';
import { localTime, plain } from '../mrkdwn.ts';
import type { Command } from './command.ts';

/** "weekly daily" and the like: whom it goes to; no such word is everybody. */
function readAudience(words: readonly string[]): Audience {
  const frequencies = FREQUENCIES.filter((frequency) => words.some((word) => word.toLowerCase() === frequency));
  return frequencies.length > 0 ? { frequencies } : {};
}

function readersText(count: number): string {
  return `${count.toLocaleString('en')} ${count === 1 ? 'reader' : 'readers'}`;
}

/** Sends what is new to every reader, or those of the frequencies named, after a hold in which it can be undone. */
export const digestSendCommand: Command = {
  name: 'digest send',
  wish: 'send the newsletter with what is new',
  usage: '[daily] [weekly] …',
  act: 'edit',
  async run(ctx, input) {
    const number = input.words.find((word) => /^[\d,.]+$/.test(word));
    const result = await sendDigest(ctx, {
      by: `slack:${input.userId}`,
      typedCount: number ? Number(number.replace(/[,.]/g, '')) : null,
      reportChannel: ctx.config.reviewChannel ?? input.channelId,
      audience: readAudience(input.words),
    });
    const to = [...(result.mailing.audience.frequencies ?? []), ''].join(' ');
    const readers = readersText(result.readers);
    if (result.kind === 'send_a_test') {
      const text = `This goes to *${readers}*. Look at it in a mailbox first: \`/newsdesk digest test ${to}you@example.com\` sends a test. Nothing was sent yet.`;
      return { text, blocks: [paragraph(text)] };
    }
    if (result.kind === 'type_the_number') {
      const text = `This goes to *${readers}* and mail can’t be called back after it has left. To send it, type \`/newsdesk digest send ${to}${result.readers}\`. Nothing was sent yet.`;
      return { text, blocks: [paragraph(text)] };
    }
    const titles = result.articles.slice(0, 10).map((article) => `• ${plain(article.title, 120)}`);
    const more = result.articles.length > 10 ? `\n• and ${result.articles.length - 10} more` : '';
    const leaves = result.mailing.holdUntil ? localTime(result.mailing.holdUntil, '{time_secs}') : 'now';
    const text = `The newsletter goes to *${readers}* at ${leaves} with ${result.articles.length} ${result.articles.length === 1 ? 'article' : 'articles'}:\n${titles.join('\n')}${more}`;
    return { text, blocks: [paragraph(text), undoRow(result.mailing.publicId)] };
  },
};

/** Sends a test of what `digest send` would send to the addresses named. */
export const digestTestCommand: Command = {
  name: 'digest test',
  wish: 'see the newsletter in a mailbox before it is sent',
  usage: '[weekly] ADDRESS …',
  act: 'edit',
  async run(ctx, input) {
    const by = `slack:${input.userId}`;
    const addresses = input.words.filter((word) => word.includes('@'));
    const { mailing } = await draftDigest(ctx, { by, audience: readAudience(input.words) });
    const { sent, refused } = await sendTest(ctx, { publicId: mailing.publicId, by, addresses });
    const text =
      refused.length === 0
        ? `${sent} ${sent === 1 ? 'test' : 'tests'} sent. Nothing went to readers.`
        : `${sent} sent; the mail provider did not take the test for ${refused.map((address) => plain(address, 100)).join(', ')}. Nothing went to readers.`;
    return { text, blocks: [paragraph(text)] };
  },
};

/** How the newest newsletter stands. */
export const digestStatusCommand: Command = {
  name: 'digest status',
  wish: 'see whether the newsletter has left',
  usage: '',
  act: 'read',
  async run(ctx) {
    const [last] = await listRecentMailings(ctx.db, 1);
    const text = last ? mailingSentence(await mailingProgress(ctx, last)) : 'No newsletter was sent yet.';
    return { text, blocks: [paragraph(text)] };
  },
};

/** Takes back a newsletter that is still held. */
export const digestCancelCommand: Command = {
  name: 'digest cancel',
  wish: 'take back a newsletter that has not left yet',
  usage: '',
  act: 'edit',
  async run(ctx, input) {
    const open = await findOpenDigest(ctx.db);
    const isUndone = open ? await undoMailing(ctx, open.publicId, `slack:${input.userId}`) : false;
    return {
      text: isUndone
        ? 'Taken back. Nothing was sent.'
        : 'There is no newsletter that could be taken back. See `/newsdesk digest status`.',
    };
  },
};
