import type { types } from '@slack/bolt';
import type { StaffOverview } from '../../services/desk/home-overview.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
import { number } from '../blocks/count.ts';
import { cut } from '../mrkdwn.ts';

/** How figures are drawn: Slack may refuse the newer blocks, and then the next plainer way is tried. */
export type Detail = 'charts' | 'tables' | 'plain';

/** Points of one line. */
type Series = { name: string; data: { label: string; value: number }[] };

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block; Slack's types do not know it yet. */
type ChartBlock = types.Block & {
  type: 'data_visualization';
  title: string;
  chart: { type: 'line' | 'bar'; series: Series[]; axis_config: { categories: string[]; x_label: string } };
};

/** A block of the Home tab. */
export type HomeBlock = KnownBlock | ChartBlock;

const LABEL_LIMIT = 20;

/** Growth and sends, in the given detail; nothing where there is nothing to compare. */
export function figureBlocks(
  overview: Pick<StaffOverview, 'growth' | 'readers' | 'sends'>,
  detail: Detail,
): HomeBlock[] {
  return [...growthBlocks(overview, detail), ...sendFigure(overview, detail)];
}

function growthBlocks({ growth, readers }: Pick<StaffOverview, 'growth' | 'readers'>, detail: Detail): HomeBlock[] {
  const sum = (field: 'joined' | 'left') => number(growth.reduce((total, day) => total + day[field], 0));
  const isQuiet = growth.every(({ joined, left }) => joined === 0 && left === 0);
  if (readers === 0 && isQuiet) return [];
  const words = `*Readers*: ${number(readers)} now. The last ${growth.length} days: ${sum('joined')} joined, ${sum('left')} left.`;
  const points = (field: 'joined' | 'left') =>
    growth.map(({ day, [field]: value }) => ({ label: day.slice(5), value }));
  const series = [
    { name: 'Joined', data: points('joined') },
    { name: 'Left', data: points('left') },
  ];
  return [
    paragraph(words),
    ...(isQuiet ? [] : figure({ title: 'Readers who joined and left', unit: 'Day', kind: 'bar', series }, detail)),
  ];
}

function sendFigure({ sends }: Pick<StaffOverview, 'sends'>, detail: Detail): HomeBlock[] {
  if (sends.length < 2) return [];
  const data = [...sends].reverse().map((send, index) => ({
    label: cut(`${index + 1} ${(send.finishedAt ?? '').slice(5, 10)}`, LABEL_LIMIT),
    value: send.submittedCount,
  }));
  const series = [{ name: 'Mails', data }];
  return figure({ title: 'Mails per newsletter', unit: 'Issue', kind: 'line', series }, detail);
}

/** All series have the same labels. */
type Figure = { title: string; unit: string; kind: 'line' | 'bar'; series: Series[] };

function figure({ kind, series, title, unit }: Figure, detail: Detail): HomeBlock[] {
  const categories = series[0]?.data.map(({ label }) => label) ?? [];
  if (detail === 'charts') {
    return [
      { type: 'data_visualization', title, chart: { type: kind, series, axis_config: { categories, x_label: unit } } },
    ];
  }
  const valuesAt = (index: number) => series.map(({ data }) => number(data[index]?.value ?? 0));
  if (detail === 'tables') {
    const row = (texts: readonly string[]) => texts.map((text) => ({ type: 'raw_text' as const, text }));
    const rows = categories.map((label, index) => row([label, ...valuesAt(index)]));
    return [
      {
        type: 'data_table',
        caption: title,
        rows: [row([unit, ...series.map(({ name }) => name)]), ...rows],
        page_size: 20,
      },
    ];
  }
  const lines = categories.map((label, index) => `${label} ${valuesAt(index).join(' / ')}`);
  return [paragraph(`*${title}* (${series.map(({ name }) => name.toLowerCase()).join(' / ')}): ${lines.join(', ')}`)];
}
