import { join } from 'node:path';
import { withFolder } from '../scripts/with-folder.ts';
import { startChild } from './children.ts';
import { rowsWrittenPer1000 } from './count-rows.ts';
import { round, tell } from './figures.ts';
import { addArticles, addReaders, newsroomVariables, openNewsroom, sampleArticles } from './newsroom.ts';
import type { BenchOptions } from './options.ts';
import type { ProviderReport, ProviderSettings } from './provider.ts';
import type { SendReport } from './sender.ts';

const ARTICLES = 10;
/** More mails than this would measure the stand-in for a provider: it gets 22 KB of each. */
const MOST_THROUGH_PROVIDER = 200_000;

/** A provider that takes everything, at most `limit` requests a second where one is given. */
function steadyProvider(limit: number | null): ProviderSettings {
  return { limit, seed: 1, broken: 0, refused: 0, lost: 0, slow: 0 };
}

/**
 * One mailing to `--recipients` readers (10,000) through the Node entry's own background work, provider on loopback in a
 * process of its own: from approval to the last batch it accepted.
 */
export async function benchSend(options: BenchOptions): Promise<Record<string, unknown>> {
  const recipients = options.recipients ?? 10_000;
  const { isNull, limit } = options;
  if (isNull || (recipients > MOST_THROUGH_PROVIDER && limit === null)) return benchNull(recipients);
  const measured = await withFolder((folder) => runSend(folder, recipients, limit));
  const { provider, sender } = measured;
  const seconds = (provider.lastAcceptedAt - sender.approvedAt) / 1000;
  const counts = Object.values(provider.addresses);
  tell(`mail: ${Math.round(provider.bytes / provider.accepted)} bytes; sender's CPU: ${Math.round(sender.cpuMs)} ms`);
  return {
    recipients,
    seconds: round(seconds, 3),
    emailsPerSecond: Math.round(recipients / seconds),
    peakRssMb: Math.round(sender.peakRssMb),
    rowsWrittenPer1000: round(await rowsWrittenPer1000(), 1),
    queriesPer1000: round((sender.queries / recipients) * 1000, 1),
    bytesPerEmail: Math.round(provider.bytes / provider.accepted),
    duplicates: counts.reduce((sum, count) => sum + count - 1, 0),
    missing: recipients - counts.length,
    ...(limit === null
      ? {}
      : {
          limit,
          ratio: round(seconds / (recipients / (100 * limit)), 3),
          tooManyRequests: provider.tooMany,
          tooManyAfterFirstSecond: provider.tooManyLater,
        }),
  };
}

/**
 * Plans and sends to a provider that is none: how fast and with how much memory, however many readers there are.
 * `memoryGrowth` is resident memory after the last tenth beside that after the first.
 */
async function benchNull(recipients: number): Promise<Record<string, unknown>> {
  tell('send: to a provider that is none, and takes everything at once');
  return withFolder(async (folder) => {
    const path = await newsroomIn(folder, recipients);
    const { child: sender } = await startChild('sender', {
      env: newsroomVariables({ DATABASE: path, NULL_PROVIDER: 'true', RECIPIENTS: String(recipients) }),
    });
    try {
      const { approvedAt, cpuMs, finishedAt, peakRssMb, queries, rssMb, submitted } =
        await sender.ask<SendReport>('approve');
      const seconds = (finishedAt - approvedAt) / 1000;
      tell(`sender's CPU: ${Math.round(cpuMs)} ms; MB after each tenth: ${rssMb.join(' ')}`);
      return {
        recipients,
        seconds: round(seconds, 1),
        emailsPerSecond: Math.round(recipients / seconds),
        peakRssMb: Math.round(peakRssMb),
        rssMb,
        memoryGrowth: round((rssMb.at(-1) ?? Number.NaN) / (rssMb[0] ?? Number.NaN), 2),
        rowsWrittenPer1000: round(await rowsWrittenPer1000(), 1),
        queriesPer1000: round((queries / recipients) * 1000, 1),
        missing: recipients - submitted,
        provider: 'none',
      };
    } finally {
      await sender.stop();
    }
  });
}

/** A newsroom on a database file of its own, with the digest's articles and so many readers. */
async function newsroomIn(folder: string, recipients: number): Promise<string> {
  const path = join(folder, 'newsdesk.db');
  const db = await openNewsroom(path);
  await addArticles(db, sampleArticles(ARTICLES));
  await addReaders(db, recipients, false);
  db.close();
  return path;
}

async function runSend(folder: string, recipients: number, limit: number | null) {
  const path = await newsroomIn(folder, recipients);
  const { child: provider, ready } = await startChild<{ baseUrl: string }>('provider', {
    env: { PROVIDER: JSON.stringify(steadyProvider(limit)) },
  });
  const { child: sender } = await startChild('sender', {
    env: newsroomVariables({
      DATABASE: path,
      RESEND_BASE_URL: ready.baseUrl,
      VERBOSE: process.env.VERBOSE ?? '',
      RECIPIENTS: String(recipients),
    }),
  });
  try {
    return { sender: await sender.ask<SendReport>('approve'), provider: await provider.ask<ProviderReport>('report') };
  } finally {
    await Promise.all([sender.stop(), provider.stop()]);
  }
}
