import { findOpenDigest, listRecentMailings } from '../../db/mailings.ts';
import { mailingProgress } from '../../services/report-mailings.ts';
import { sendDigest, undoMailing } from '../../services/send-digest.ts';
import { paragraph } from '../blocks/block.ts';
import { mailingSentence, undoRow } from '../blocks/mailing.ts';
import { localTime, plain } from '../mrkdwn.ts';
import type { Command } from './command.ts';

/** Sends what is new to every reader, after a hold in which it can be undone. */
export const digestSendCommand: Command = {
  name: 'digest send',
  wish: 'send the newsletter with what is new',
  usage: '',
  act: 'edit',
  async run(ctx, input) {
    const typed = /^[\d,.]+$/.test(input.words[0] ?? '') ? Number((input.words[0] ?? '').replace(/[,.]/g, '')) : null;
    const result = await sendDigest(ctx, {
      by: `slack:${input.userId}`,
      typedCount: typed,
      reportChannel: ctx.config.reviewChannel ?? input.channelId,
    });
    const readers = `${result.readers.toLocaleString('en')} ${result.readers === 1 ? 'reader' : 'readers'}`;
    if (result.kind === 'type_the_number') {
      const text = `This goes to *${readers}* and mail can’t be called back after it has left. To send it, type \`/newsdesk digest send ${result.readers}\`. Nothing was sent yet.`;
      return { text, blocks: [paragraph(text)] };
    }
    const titles = result.articles.slice(0, 10).map((article) => `• ${plain(article.title, 120)}`);
    const more = result.articles.length > 10 ? `\n• and ${result.articles.length - 10} more` : '';
    const leaves = result.mailing.holdUntil ? localTime(result.mailing.holdUntil, '{time_secs}') : 'now';
    const text = `The newsletter goes to *${readers}* at ${leaves} with ${result.articles.length} ${result.articles.length === 1 ? 'article' : 'articles'}:\n${titles.join('\n')}${more}`;
    return { text, blocks: [paragraph(text), undoRow(result.mailing.publicId)] };
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
