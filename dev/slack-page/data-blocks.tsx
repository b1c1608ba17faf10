import type { Block } from '../emulators/slack-api.ts';
import type { Names } from './names.ts';
import { RichText } from './rich-text.tsx';

type Point = { label: string; value: number };
type Series = { name: string; data: Point[] };
type ChartData = {
  type: string;
  segments?: Point[];
  series?: Series[];
  axis_config?: { categories?: string[]; x_label?: string; y_label?: string };
};

const width = 480;
const height = 160;

/** Draws a chart as a picture with its figures in a table for whoever cannot see it. */
export function Chart({ block }: { block: Block }) {
  const chart = block.chart as ChartData;
  const series = chart.series ?? [{ name: String(block.title), data: chart.segments ?? [] }];
  const categories = chart.axis_config?.categories ?? series[0]?.data.map(({ label }) => label) ?? [];
  const top = Math.max(1, ...series.flatMap(({ data }) => data.map(({ value }) => value)));
  return (
    <figure class="b-chart">
      <figcaption>{String(block.title)}</figcaption>
      <svg viewBox={`-6 -14 ${width + 12} ${height + 34}`} role="img" aria-label={String(block.title)}>
        <line x1="0" y1={height} x2={width} y2={height} class="axis" />
        <text x="0" y="-3" class="tick">
          {top.toLocaleString('en')}
        </text>
        {series.map((one, index) =>
          chart.type === 'bar' || chart.type === 'pie' ? (
            <Bars key={one.name} series={one} at={{ index, of: series.length }} categories={categories} top={top} />
          ) : (
            <Line
              key={one.name}
              series={one}
              index={index}
              categories={categories}
              top={top}
              isArea={chart.type === 'area'}
            />
          ),
        )}
        {ends(categories).map(([name, x, anchor]) => (
          <text key={anchor} x={x} y={height + 16} class="tick" text-anchor={anchor}>
            {name}
          </text>
        ))}
      </svg>
      <p class="legend">
        {series.map(({ name }, index) => (
          <span key={name} class={`series${index}`}>
            {name}
          </span>
        ))}
        {chart.axis_config?.x_label && <small>{chart.axis_config.x_label}</small>}
      </p>
      <Figures title={String(block.title)} series={series} categories={categories} />
    </figure>
  );
}

/** The first and the last category: more would run into each other. */
function ends(categories: string[]): [string, number, 'start' | 'end'][] {
  const [first = ''] = categories;
  const last = categories.length > 1 ? (categories.at(-1) ?? '') : '';
  return [
    [first, 0, 'start'],
    [last, width, 'end'],
  ];
}

type Plot = { series: Series; categories: string[]; top: number };

function Line({ series, index, categories, top, isArea }: Plot & { index: number; isArea: boolean }) {
  const step = width / Math.max(1, categories.length - 1);
  const points = series.data.map(
    ({ label, value }) => `${step * categories.indexOf(label)},${height - (value / top) * height}`,
  );
  const area = `0,${height} ${points.join(' ')} ${width},${height}`;
  return (
    <>
      {isArea && <polygon points={area} class={`area series${index}`} />}
      <polyline points={points.join(' ')} class={`line series${index}`} />
    </>
  );
}

function Bars({ series, at, categories, top }: Plot & { at: { index: number; of: number } }) {
  const slot = width / categories.length;
  const bar = (slot * 0.7) / at.of;
  return (
    <>
      {series.data.map(({ label, value }) => {
        const tall = (value / top) * height;
        const x = categories.indexOf(label) * slot + slot * 0.15 + bar * at.index;
        return <rect key={label} x={x} y={height - tall} width={bar} height={tall} class={`bar series${at.index}`} />;
      })}
    </>
  );
}

function Figures({ title, series, categories }: { title: string; series: Series[]; categories: string[] }) {
  return (
    <table class="unseen">
      <caption>{title}</caption>
      <tr>
        <td />
        {series.map(({ name }) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
      {categories.map((category) => (
        <tr key={category}>
          <th scope="row">{category}</th>
          {series.map(({ name, data }) => (
            <td key={name}>{data.find(({ label }) => label === category)?.value ?? ''}</td>
          ))}
        </tr>
      ))}
    </table>
  );
}

type Cell = { type: string; text?: string; value?: number; elements?: unknown };

/** Draws a table; its first row is the head. */
export function DataTable({ block, names }: { block: Block; names: Names }) {
  const [head = [], ...rows] = (block.rows ?? []) as Cell[][];
  return (
    <div class="b-table">
      <table>
        {block.caption ? <caption>{String(block.caption)}</caption> : null}
        <thead>
          <tr>
            {head.map((cell) => (
              <th key={JSON.stringify(cell)} scope="col">
                <CellText cell={cell} names={names} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={JSON.stringify(row)}>
              {row.map((cell) => (
                <td key={JSON.stringify(cell)}>
                  <CellText cell={cell} names={names} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function CellText({ cell, names }: { cell: Cell; names: Names }) {
  if (cell.type === 'rich_text') return <RichText elements={cell.elements} names={names} />;
  return <>{cell.text ?? String(cell.value ?? '')}</>;
}
