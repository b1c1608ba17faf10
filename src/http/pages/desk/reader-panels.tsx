import { dayText } from '../../../domain/date-text.ts';
import type { Growth } from '../../../services/readers/growth.ts';
import { BarChart, Meter } from './charts.tsx';
import { FiguresBelow, FiguresTable, numberText } from './figures-table.tsx';
import { Panel } from './panel.tsx';

/** Days come as the newsroom's own dates, so they are shown as they stand. */
const day = (iso: string) => dayText(iso, 'en', 'UTC') ?? iso;

/** Who came and left, day by day. */
export function DayPanel({ days }: Pick<Growth, 'days'>) {
  const points = days.map(({ day: iso, joined }) => ({ label: day(iso), values: [joined] }));
  return (
    <Panel id="days" title="New readers" text="Readers who came on each of the last 30 days.">
      <BarChart label="Readers who came on each of the last 30 days." points={points} />
      <FiguresBelow
        label="Readers by day"
        columns={[{ name: 'Day' }, { name: 'Came', isNumber: true }, { name: 'Left', isNumber: true }]}
        rows={[...days].reverse().map(({ day: iso, joined, left }) => [day(iso), numberText(joined), numberText(left)])}
      />
    </Panel>
  );
}

/** Where they signed up. */
export function SignUpPanel({ sources }: Pick<Growth, 'sources'>) {
  const most = Math.max(1, ...sources.map(({ joined }) => joined));
  return (
    <Panel
      id="sign-ups"
      title="Readers by sign-up form"
      text="Where readers who came or left in the last 30 days had signed up."
    >
      {sources.length === 0 ? (
        <p class="scale">Nobody came or left in that time.</p>
      ) : (
        <FiguresTable
          label="Readers by sign-up form"
          columns={[
            { name: 'Form' },
            { name: 'Came', isNumber: true },
            { name: 'Left', isNumber: true },
            { name: 'Share', isBar: true },
          ]}
          rows={sources.map(({ joined, left, source }) => [
            source,
            numberText(joined),
            numberText(left),
            <Meter value={joined} most={most} />,
          ])}
        />
      )}
    </Panel>
  );
}
