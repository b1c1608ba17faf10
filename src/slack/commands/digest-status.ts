import { listRecentMailings } from '../../db/mailings/mailings.ts';
import { mailingProgress } from '../../services/mailings/mailing-progress.ts';
import { type DeliveryOutcome, proveDelivery } from '../../services/mailings/prove-delivery.ts';
import { message, paragraph } from '../blocks/block.ts';
import { mailingBlocks, mailingSentence } from '../blocks/mailing.ts';
import { localTime, plain } from '../mrkdwn.ts';
import type { Command } from './command.ts';

const OUTCOMES: Record<DeliveryOutcome, string> = {
  submitted: 'the provider took it, and reported nothing bad since',
  delayed: 'the provider took it; it is delayed on the way',
  failed: 'the provider took it, and could not deliver it',
  suppressed: 'the provider took it, and holds the address back',
  bounced: 'it came back',
  complained: 'it was marked as spam',
  refused: 'the provider refused the address',
  no_article: 'nothing in it was of the reader’s topics, so none was sent',
  waiting: 'not sent yet',
  unanswered: 'a request left and its answer never came; it is repeated',
  unknown: 'nobody knows whether it left; the review channel is asked',
  never_sent: 'the newsletter ended before it left',
  not_in_it: 'the reader was not due it',
};

/** How the newest newsletter stands, or what became of one reader's copy of it. */
export const digestStatusCommand: Command = {
  name: 'digest status',
  wish: 'see whether the newsletter has left, or one reader’s copy',
  usage: '[reader’s id] [newsletter’s id]',
  act: 'read',
  async run(ctx, { words: [reader, id] }) {
    const [last] = await listRecentMailings(ctx.db, 1);
    if (!last) return message('No newsletter was sent yet.');
    if (!reader) {
      const progress = await mailingProgress(ctx, last);
      const text = `${mailingSentence(progress)}\nIts id is \`${last.publicId}\`.`;
      return { text, blocks: [...mailingBlocks(progress), paragraph(`Its id is \`${last.publicId}\`.`)] };
    }
    if (reader.includes('@')) {
      return message('Name the reader by id: `/newsdesk subscribers find` with the address shows it.');
    }
    const proof = await proveDelivery(ctx, id ?? last.publicId, reader);
    const at = proof.submittedAt ? ` Taken ${localTime(proof.submittedAt)}` : '';
    const as = proof.providerId ? ` as \`${plain(proof.providerId, 80)}\`` : '';
    const batch = proof.batch ? ` Batch \`${plain(proof.batch, 120)}\`, attempt ${proof.attempts}.` : '';
    const lead = proof.outcome === 'submitted' ? '' : 'Reason: ';
    const reason = proof.reason ? ` ${lead}${plain(proof.reason, 300)}` : '';
    return message(
      `Reader \`${plain(reader, 40)}\`: ${OUTCOMES[proof.outcome]}.${at}${as}${at ? '.' : ''}${batch}${reason}`,
    );
  },
};
