import { momentText } from '../../../domain/date-text.ts';
import type { DeskFigures } from '../../../services/desk/desk-figures.ts';
import type { MailingProgress } from '../../../services/ports.ts';
import { PostButton } from '../parts/post-button.tsx';
import type { PageShell } from '../view.ts';
import { DeskLayout } from './desk-layout.tsx';
import { FeedPanel, SourcePanel } from './feed-panels.tsx';
import { numberText } from './figures-table.tsx';
import { DayPanel, SignUpPanel } from './reader-panels.tsx';
import { Running } from './running.tsx';
import { ArrivedPanel, GrowthPanel, SentPanel, TroublePanel } from './send-panels.tsx';

export type DeskView = {
  shell: PageShell;
  figures: DeskFigures;
  running: readonly MailingProgress[];
  /** When the figures were read, and when the session ends. */
  now: string;
  until: string;
};

/** The staff's dashboard: everything in figures, nothing to press but the way out. */
export function DeskPage({ figures, now, running, shell, until }: DeskView) {
  const zone = shell.timeZone;
  return (
    <DeskLayout shell={shell} title="Dashboard" aside={<WayOut shell={shell} />} isLive>
      <div class="wrap desk">
        <div>
          <h1>Dashboard</h1>
          <p class="lede">
            {`As of ${momentText(now, 'en', zone)}. To change something, use Slack. This page closes ${momentText(until, 'en', zone)}.`}
          </p>
        </div>
        <KeyFigures figures={figures} />
        <Running shell={shell} mailings={running} />
        <div class="panels">
          <GrowthPanel growth={figures.growth} />
          <DayPanel days={figures.signUps.days} />
          <SignUpPanel sources={figures.signUps.sources} />
          <SentPanel sends={figures.sends} />
          <ArrivedPanel sends={figures.sends} />
          <TroublePanel sends={figures.sends} />
          <FeedPanel feeds={figures.feeds} now={now} />
          <SourcePanel sources={figures.sources} />
        </div>
      </div>
    </DeskLayout>
  );
}

function WayOut({ shell }: { shell: PageShell }) {
  return (
    <div class="out">
      <PostButton shell={shell} path="/desk/leave" fields={{}} label="Leave" isQuiet />
    </div>
  );
}

function KeyFigures({ figures }: { figures: DeskFigures }) {
  const { feeds, needs, readers } = figures;
  const waiting = Object.values(needs).reduce((sum, count) => sum + count, 0);
  const failing = feeds.filter(({ failingSince, state }) => failingSince !== null || state === 'gone').length;
  const keys: [name: string, value: number, wants: boolean][] = [
    ['Readers', readers.active, false],
    ['Still to confirm', readers.pending, false],
    ['Left so far', readers.left, false],
    ['Feeds', feeds.length, false],
    ['Feeds in trouble', failing, failing > 0],
    ['Waiting for a decision', waiting, waiting > 0],
  ];
  return (
    <dl class="keys">
      {keys.map(([name, value, wants]) => (
        <div key={name} class={wants ? 'wants' : undefined}>
          <dt>{name}</dt>
          <dd>{numberText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
