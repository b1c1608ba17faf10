import type { Child } from 'hono/jsx';

/** A column: its name, and whether it holds numbers. The first column names the rows. */
export type Column = { name: string; isNumber?: boolean; isBar?: boolean };

/** A figure as people read it: 12,345. */
export function numberText(value: number): string {
  return value.toLocaleString('en');
}

/** Figures as a table that scrolls sideways by itself where it is wider than the window. */
export function FiguresTable(props: {
  label: string;
  columns: readonly Column[];
  rows: readonly (readonly Child[])[];
}) {
  const { columns, label, rows } = props;
  return (
    // What scrolls must be within reach of the keyboard.
    <section class="scroll" tabindex={0} aria-label={`${label}, as a table`}>
      <table class="figures">
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column.name} scope="col" class={classOf(column)}>
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells) => (
            <tr key={String(cells[0])}>
              {cells.map((cell, n) =>
                n === 0 ? <th scope="row">{cell}</th> : <td class={classOf(columns[n] ?? { name: '' })}>{cell}</td>,
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function classOf({ isBar, isNumber }: Column): string | undefined {
  if (isBar) return 'bar';
  return isNumber ? 'number' : undefined;
}

/** The same figures as the picture above, closed at first. */
export function FiguresBelow(props: Parameters<typeof FiguresTable>[0]) {
  return (
    <details>
      <summary>The figures as a table</summary>
      <FiguresTable {...props} />
    </details>
  );
}
