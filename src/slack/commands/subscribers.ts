import { listImports } from '../../db/readers/imports.ts';
import { AppError } from '../../domain/errors.ts';
import { findEvidence } from '../../services/readers/find-evidence.ts';
import { findReader } from '../../services/readers/find-reader.ts';
import { readGrowth } from '../../services/readers/growth.ts';
import { findSuppressedHash } from '../../services/readers/lift-suppression.ts';
import { addReader, NewReaderShape } from '../../services/readers/reader-acts.ts';
import { exportLink } from '../../services/readers/reader-list-export.ts';
import { message } from '../blocks/block.ts';
import { number } from '../blocks/count.ts';
import { importBlock } from '../blocks/import.ts';
import { confirmationText, readerBlocks, suppressedHashMessage } from '../blocks/reader.ts';
import { plain } from '../mrkdwn.ts';
import { openAddReaderModal } from '../views/add-reader-modal.ts';
import { openImportModal } from '../views/import-modal.ts';
import type { Command } from './command.ts';

const DAYS = 30;

const subscribersCommand: Command = {
  name: 'subscribers',
  wish: 'see how many readers there are and how they grow',
  usage: '',
  act: 'read',
  async run(ctx) {
    const { days, now, sources } = await readGrowth(ctx, DAYS);
    const sum = (field: 'joined' | 'left') => number(days.reduce((total, day) => total + day[field], 0));
    const from = sources
      .slice(0, 8)
      .map(({ joined, left, source }) => `• ${plain(source, 80)}: ${number(joined)} came, ${number(left)} left`);
    const text = [
      `*${number(now.active ?? 0)} readers*, ${number(now.pending ?? 0)} to confirm, ${number(now.unsubscribed ?? 0)} left, ${number(now.suppressed ?? 0)} cannot be mailed.`,
      `The last ${DAYS} days: ${sum('joined')} came, ${sum('left')} left.`,
      ...from,
    ].join('\n');
    const [last] = (await listImports(ctx.db, 5)).filter(({ state }) => state === 'finished' || state === 'open');
    return message(text, last ? [importBlock(last)] : []);
  },
};

const subscribersFindCommand: Command = {
  name: 'subscribers find',
  wish: 'look up one reader, unsubscribe or erase them, or lift a block',
  usage: 'ana@example.org',
  act: 'own',
  async run(ctx, { words: [email = ''] }) {
    const file = await findReader(ctx, { email }).catch(async (error: unknown) => {
      const kept = isUnknown(error) ? await findSuppressedHash(ctx, email) : null;
      if (kept) return kept;
      throw error;
    });
    if ('hash' in file) {
      const evidence = await findEvidence(ctx, email);
      return suppressedHashMessage(
        file,
        evidence.flatMap(({ consent }) => consent),
      );
    }
    return { text: 'One reader.', blocks: readerBlocks(file) };
  },
};

function isUnknown(error: unknown): boolean {
  return error instanceof AppError && error.code === 'not_found';
}

const subscribersAddCommand: Command = {
  name: 'subscribers add',
  wish: 'invite somebody, who confirms by mail',
  usage: '[ana@example.org [name]]',
  act: 'edit',
  async run(ctx, input) {
    const [email = '', ...name] = input.words;
    if (email === '') {
      await openAddReaderModal(ctx, input);
      return null;
    }
    const wish = NewReaderShape.parse({ email: email.slice(0, 320), name: name.join(' ').slice(0, 200) });
    return message(confirmationText(await addReader(ctx, wish, `slack:${input.userId}`)));
  },
};

const subscribersImportCommand: Command = {
  name: 'subscribers import',
  wish: 'bring a list of readers along, from Mailchimp or elsewhere',
  usage: '',
  act: 'own',
  async run(ctx, input) {
    await openImportModal(ctx, input);
    return null;
  },
};

const subscribersExportCommand: Command = {
  name: 'subscribers export',
  wish: 'take the list of readers out as a file',
  usage: '',
  act: 'own',
  async run(ctx) {
    const text = `<${exportLink(ctx)}|Download the list>: it works once, within ten minutes. It holds names and addresses; don’t pass it on.`;
    return message(text);
  },
};

export const SUBSCRIBER_COMMANDS: readonly Command[] = [
  subscribersCommand,
  subscribersFindCommand,
  subscribersAddCommand,
  subscribersImportCommand,
  subscribersExportCommand,
];
