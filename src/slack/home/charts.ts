import type { types } from '@slack/bolt';
import type { StaffOverview } from '../../services/desk/home-overview.ts';
import { type KnownBlock, paragraph } from '../blocks/block.ts';
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
export function figureBlocks(overview: Pick<StaffOverview, 'growth' | 'sends'>, detail: Detail): HomeBlock[] {
  const growth = overview.growth.map(({ at, readers }) => ({ label: at.slice(5, 10), value: readers }));
  const sends = [...overview.sends].reverse().map((send, index) => ({
    label: cut(`${index + 1} ${(send.finishedAt ?? '').slice(5, 10)}`, LABEL_LIMIT),
    value: send.submittedCount,
  }));
  const hasGrowth = growth.some(({ value }) => value > 0);
  return [
    ...(hasGrowth ? figure({ title: 'Readers', unit: 'Week', kind: 'line', points: growth }, detail) : []),
    ...(sends.length > 1
      ? figure({ title: 'Mails per newsletter', unit: 'Issue', kind: 'bar', points: sends }, detail)
      : []),
  ];
}

type Figure = { title: string; unit: string; kind: 'line' | 'bar'; points: { label: string; value: number }[] };

function figure({ kind, points, title, unit }: Figure, detail: Detail): HomeBlock[] {
  if (detail === 'charts') {
    const categories = points.map(({ label }) => label);
    const series = [{ name: title, data: points }];
    return [
      { type: 'data_visualization', title, chart: { type: kind, series, axis_config: { categories, x_label: unit } } },
    ];
  }
  if (detail === 'tables') {
    const cell = (text: string) => ({ type: 'raw_text' as const, text });
    const rows = points.map(({ label, value }) => [cell(label), cell(value.toLocaleString('en'))]);
    return [{ type: 'data_table', caption: title, rows: [[cell(unit), cell(title)], ...rows], page_size: 10 }];
  }
  return [
    paragraph(`*${title}*: ${points.map(({ label, value }) => `${label} ${value.toLocaleString('en')}`).join(', ')}`),
  ];
}
