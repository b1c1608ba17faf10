import { dayText } from '../../../domain/date-text.ts';
import type { GrowthPoint, SendPoint } from '../../../services/desk/desk-figures.ts';
import { BarChart, LineChart } from './charts.tsx';
import { FiguresBelow, numberText } from './figures-table.tsx';
import { Panel } from './panel.tsx';

/** Days of sends and weeks are told in UTC, as they are counted. */
const day = (iso: string) => dayText(iso, 'en', 'UTC') ?? '–';

/** Readers over half a year. */
export function GrowthPanel({ growth }: { growth: readonly GrowthPoint[] }) {
  const points = growth.map(({ at, readers }) => ({ label: day(at), values: [readers] }));
  const [first, last] = [growth[0]?.readers ?? 0, growth.at(-1)?.readers ?? 0];
  return (
    <Panel id="growth" title="Readers" text="Subscribed readers at the end of each week, over half a year.">
      <LineChart label={`Readers: from ${numberText(first)} to ${numberText(last)} in half a year.`} points={points} />
      <FiguresBelow
        label="Readers by week"
        columns={[
          { name: 'Week up to' },
          { name: 'Readers', isNumber: true },
          { name: 'Came', isNumber: true },
          { name: 'Left', isNumber: true },
        ]}
        rows={[...growth]
          .reverse()
          .map(({ at, gone, joined, readers }) => [day(at), ...[readers, joined, gone].map(numberText)])}
      />
    </Panel>
  );
}

type Sends = { sends: readonly SendPoint[] };

/** How many mails went out with each newsletter. */
export function SentPanel({ sends }: Sends) {
  const points = sends.map(({ startedAt, submitted }) => ({ label: day(startedAt), values: [submitted] }));
  return (
    <Panel
      id="sent"
      title="Newsletters sent"
      text="Mails the provider took, for each of the last newsletters and alerts."
    >
      {sends.length === 0 ? <None /> : <BarChart label="Mails sent with each newsletter." points={points} />}
      <SendTable
        label="Newsletters sent"
        sends={sends}
        columns={[['Sent', ({ submitted }) => numberText(submitted)]]}
      />
    </Panel>
  );
}

/** Which share of them was not reported lost. */
export function ArrivedPanel({ sends }: Sends) {
  const points = sends.map((send) => ({ label: day(send.startedAt), values: [shareOf(send.arrived, send.submitted)] }));
  return (
    <Panel
      id="arrived"
      title="Deliveries"
      text="Share of the mails sent of which nobody reported that they came back, failed or were suppressed."
    >
      {sends.length === 0 ? (
        <None />
      ) : (
        <BarChart label="Share of mails delivered." points={points} top={100} unit=" %" />
      )}
      <SendTable
        label="Deliveries"
        sends={sends}
        columns={[
          ['Delivered', ({ arrived }) => numberText(arrived)],
          ['Share', ({ arrived, submitted }) => percent(arrived, submitted)],
        ]}
      />
    </Panel>
  );
}

/** What came back, and who was annoyed. */
export function TroublePanel({ sends }: Sends) {
  const points = sends.map(({ bounced, complained, startedAt }) => ({
    label: day(startedAt),
    values: [bounced, complained],
  }));
  return (
    <Panel
      id="trouble"
      title="Bounces and complaints"
      text="Mails that came back for good, and on top of them in red those marked as spam."
    >
      {sends.length === 0 ? <None /> : <BarChart label="Bounces and complaints of each newsletter." points={points} />}
      <SendTable
        label="Bounces and complaints"
        sends={sends}
        columns={[
          ['Came back', ({ bounced, submitted }) => `${numberText(bounced)} (${percent(bounced, submitted)})`],
          ['Spam', ({ complained, submitted }) => `${numberText(complained)} (${percent(complained, submitted)})`],
          ['Refused', ({ refused }) => numberText(refused)],
        ]}
      />
    </Panel>
  );
}

function SendTable(props: Sends & { label: string; columns: [name: string, cell: (send: SendPoint) => string][] }) {
  const { columns, label, sends } = props;
  if (sends.length === 0) return null;
  return (
    <FiguresBelow
      label={label}
      columns={[{ name: 'Newsletter' }, { name: 'Began' }, ...columns.map(([name]) => ({ name, isNumber: true }))]}
      rows={[...sends]
        .reverse()
        .map((send) => [send.title, day(send.startedAt), ...columns.map(([, cell]) => cell(send))])}
    />
  );
}

function None() {
  return <p class="scale">No newsletter was sent yet.</p>;
}

function shareOf(part: number, whole: number): number {
  return whole > 0 ? (part / whole) * 100 : 0;
}

function percent(part: number, whole: number): string {
  return whole > 0 ? `${shareOf(part, whole).toFixed(2)} %` : '–';
}
