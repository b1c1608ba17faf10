import { checkList, checkString, type Fields, isFields, type Problems, refuse } from './problems.ts';

/** https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block */
export function checkChart(problems: Problems, block: Fields, at: string): undefined {
  checkString(problems, block.title, `${at}/title`, { max: 50, min: 1 });
  const { chart } = block;
  if (!isFields(chart)) return refuse(problems, `${at}/chart`, 'missing required field');
  if (chart.type === 'pie') return checkPoints(problems, chart.segments, `${at}/chart/segments`, 6);
  if (!['bar', 'line', 'area'].includes(String(chart.type)))
    return refuse(problems, `${at}/chart/type`, `unsupported type: ${String(chart.type)}`);
  const axis = isFields(chart.axis_config) ? chart.axis_config : {};
  const categories = checkList(problems, axis.categories, `${at}/chart/axis_config/categories`, { min: 1, max: 20 });
  for (const [index, name] of categories.entries())
    checkString(problems, name, `${at}/chart/axis_config/categories/${index}`, { max: 20, min: 1 });
  const series = checkList(problems, chart.series, `${at}/chart/series`, { min: 1, max: 6 });
  for (const [index, one] of series.entries()) checkSeries(problems, one, `${at}/chart/series/${index}`, categories);
}

function checkSeries(problems: Problems, series: unknown, at: string, categories: readonly unknown[]): undefined {
  if (!isFields(series)) return refuse(problems, at, 'must be an object');
  checkString(problems, series.name, `${at}/name`, { max: 20, min: 1 });
  checkPoints(problems, series.data, `${at}/data`, 20);
  const labels = Array.isArray(series.data) ? series.data.map((point) => isFields(point) && point.label) : [];
  if (labels.some((label) => !categories.includes(label)))
    refuse(problems, `${at}/data`, 'labels must be among the categories of the axis');
}

function checkPoints(problems: Problems, value: unknown, at: string, max: number): undefined {
  for (const [index, point] of checkList(problems, value, at, { min: 1, max }).entries()) {
    if (!isFields(point)) refuse(problems, `${at}/${index}`, 'must be an object');
    else {
      checkString(problems, point.label, `${at}/${index}/label`, { max: 20, min: 1 });
      if (!Number.isFinite(point.value)) refuse(problems, `${at}/${index}/value`, 'must be a number');
    }
  }
}

/** https://docs.slack.dev/reference/block-kit/blocks/data-table-block */
export function checkDataTable(problems: Problems, block: Fields, at: string): undefined {
  checkString(problems, block.caption, `${at}/caption`, { max: 2000, min: 1 });
  checkRows(problems, block.rows, `${at}/rows`, { minRows: 2, maxRows: 101 });
  const size = block.page_size ?? 5;
  if (!Number.isInteger(size) || Number(size) < 1 || Number(size) > 100)
    refuse(problems, `${at}/page_size`, 'must be from 1 to 100');
}

/** https://docs.slack.dev/reference/block-kit/blocks/table-block */
export function checkTable(problems: Problems, block: Fields, at: string): undefined {
  checkRows(problems, block.rows, `${at}/rows`, { minRows: 1, maxRows: 100 });
}

function checkRows(
  problems: Problems,
  value: unknown,
  at: string,
  { minRows, maxRows }: { minRows: number; maxRows: number },
): undefined {
  const rows = checkList(problems, value, at, { min: minRows, max: maxRows });
  const widths = new Set(rows.map((row) => (Array.isArray(row) ? row.length : -1)));
  if (widths.size > 1) refuse(problems, at, 'every row must have as many cells');
  for (const [r, row] of rows.entries()) {
    for (const [c, cell] of checkList(problems, row, `${at}/${r}`, { min: 1, max: 20 }).entries()) {
      const types = ['raw_text', 'raw_number', 'rich_text'];
      if (!isFields(cell) || !types.includes(String(cell.type)))
        refuse(problems, `${at}/${r}/${c}/type`, 'unsupported type of cell');
      else if (cell.type === 'raw_text')
        checkString(problems, cell.text, `${at}/${r}/${c}/text`, { max: 10_000, min: 1 });
    }
  }
}
