import { momentText } from '../../../domain/date-text.ts';
import type { MailingProgress } from '../../../services/ports.ts';
import { pathIn } from '../links.ts';
import type { PageShell } from '../view.ts';
import { Meter } from './charts.tsx';
import { numberText } from './figures-table.tsx';

/** Where the page asks for this part anew. */
export const RUNNING_PATH = '/desk/running';
const BUSY_SECONDS = 3;
const IDLE_SECONDS = 30;

/** The newsletters that are under way; also sent alone, for the page to put in its place. */
export function Running({ shell, mailings }: { shell: PageShell; mailings: readonly MailingProgress[] }) {
  const isBusy = mailings.some(({ state }) => state === 'sending' || state === 'holding');
  return (
    <section
      id="running"
      class="panel"
      aria-labelledby="running-title"
      data-from={pathIn(shell.brand, RUNNING_PATH)}
      data-seconds={isBusy ? BUSY_SECONDS : IDLE_SECONDS}
    >
      <h2 id="running-title">Under way</h2>
      {mailings.length === 0 && <p>No newsletter is being sent.</p>}
      {mailings.map((mailing) => (
        <Run key={mailing.publicId} shell={shell} mailing={mailing} />
      ))}
    </section>
  );
}

function Run({ shell, mailing }: { shell: PageShell; mailing: MailingProgress }) {
  const { bounced, complained, due, perSecond, refused, submitted, unknownBatches } = mailing;
  const facts = [
    due === null ? `${numberText(submitted)} sent` : `${numberText(submitted)} of ${numberText(due)} sent`,
    ...(perSecond === null ? [] : [`${numberText(Math.round(perSecond))} a second`]),
    ...(mailing.secondsLeft === null ? [] : [`${timeWords(mailing.secondsLeft)} left`]),
    ...(refused > 0 ? [`${numberText(refused)} refused`] : []),
    ...(bounced > 0 ? [`${numberText(bounced)} came back`] : []),
    ...(complained > 0 ? [`${numberText(complained)} marked as spam`] : []),
    ...(unknownBatches > 0 ? [`batches with unknown outcome: ${numberText(unknownBatches)}`] : []),
  ];
  return (
    <div class="run">
      <p>
        <strong>{mailing.subject}</strong>
      </p>
      <p class="muted">{stateWords(mailing, shell)}</p>
      {due !== null && <Meter value={submitted} most={due} />}
      <p>{facts.join(' · ')}</p>
    </div>
  );
}

function stateWords({ holdUntil, pauseReason, resumeAt, state }: MailingProgress, shell: PageShell): string {
  if (state === 'holding') return `Approved; begins ${momentText(holdUntil, 'en', shell.timeZone) ?? 'in a moment'}`;
  if (state !== 'paused') return 'Being sent';
  const until = momentText(resumeAt, 'en', shell.timeZone);
  return `Paused${pauseReason ? `: ${pauseReason}` : ''}${until ? `. Goes on ${until}` : ''}`;
}

function timeWords(seconds: number): string {
  if (seconds < 90) return `${seconds} seconds`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / 3600)} hours`;
}
