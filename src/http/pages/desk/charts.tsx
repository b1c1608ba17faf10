import { numberText } from './figures-table.tsx';

const WIDTH = 600;
const HEIGHT = 160;

/** One place on the time axis. `values` are what is drawn there, from the ground up. */
export type ChartPoint = { label: string; values: readonly number[] };

type ChartProps = {
  /** Read out in place of the picture. */
  label: string;
  points: readonly ChartPoint[];
  /** What the top of the picture stands for; by default the highest value. */
  top?: number;
  unit?: string;
};

/**
 * Bars side by side, drawn here: no script, and no words inside, so that it may be stretched to any width. What it is of
 * stands around it as text, and every figure in the table beneath.
 */
export function BarChart({ label, points, top, unit = '' }: ChartProps) {
  const most = top ?? mostOf(points.map(({ values }) => values.reduce((sum, value) => sum + value, 0)));
  const step = WIDTH / Math.max(1, points.length);
  return (
    <Frame label={label} points={points} most={most} unit={unit}>
      {points.map(({ label: name, values }, n) => {
        let ground = HEIGHT;
        return values.map((value, part) => {
          const height = (value / most) * HEIGHT;
          ground -= height;
          return (
            <rect
              key={name}
              class={part > 0 ? 'second' : undefined}
              fill="currentColor"
              x={rounded(n * step + step * 0.15)}
              y={rounded(ground)}
              width={rounded(step * 0.7)}
              height={rounded(height)}
            />
          );
        });
      })}
    </Frame>
  );
}

/** A line with the space under it shaded; only the first value of each point counts. */
export function LineChart({ label, points, unit = '' }: ChartProps) {
  const most = mostOf(points.map(({ values }) => values[0] ?? 0));
  const step = WIDTH / Math.max(1, points.length - 1);
  const places = points.map(
    ({ values }, n) => `${rounded(n * step)},${rounded(HEIGHT - ((values[0] ?? 0) / most) * HEIGHT)}`,
  );
  return (
    <Frame label={label} points={points} most={most} unit={unit}>
      <polygon fill="currentColor" fill-opacity=".14" points={`0,${HEIGHT} ${places.join(' ')} ${WIDTH},${HEIGHT}`} />
      <polyline
        fill="none"
        stroke="currentColor"
        stroke-width="2.5"
        vector-effect="non-scaling-stroke"
        points={places.join(' ')}
      />
    </Frame>
  );
}

function Frame(props: {
  label: string;
  points: readonly ChartPoint[];
  most: number;
  unit: string;
  children?: unknown;
}) {
  const { children, label, most, points, unit } = props;
  return (
    <div>
      <p class="scale">
        <span>{`${numberText(most)}${unit}`}</span>
      </p>
      <svg class="plot" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="none" role="img" aria-label={label}>
        <line class="grid" x1="0" x2={WIDTH} y1="0.5" y2="0.5" />
        <line class="grid" x1="0" x2={WIDTH} y1={HEIGHT / 2} y2={HEIGHT / 2} />
        {children}
      </svg>
      <p class="scale">
        <span>{points[0]?.label}</span>
        {points.length > 1 && <span>{points.at(-1)?.label}</span>}
      </p>
    </div>
  );
}

/** How much of a whole, on one line. Decoration: the figures stand beside it. */
export function Meter({ value, most }: { value: number; most: number }) {
  const width = most > 0 ? rounded(Math.min(1, value / most) * 100) : 0;
  return (
    <svg class="meter" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
      <rect class="rest" fill="currentColor" width="100" height="8" />
      <rect fill="currentColor" width={width} height="8" />
    </svg>
  );
}

/** A round number just above the highest value. */
function mostOf(values: readonly number[]): number {
  const highest = Math.max(1, ...values);
  const unit = 10 ** Math.floor(Math.log10(highest));
  return (([1, 1.5, 2, 3, 4, 5, 6, 8].find((times) => times * unit >= highest) ?? 10) * unit) | 0 || 1;
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
