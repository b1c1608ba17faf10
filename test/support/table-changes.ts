import type { Context } from '../../src/services/context.ts';

/** What changes by itself, or says no more than what changed beside it. */
const SILENT_TABLES = new Set(['slack_seen', 'lane', 'search_word', 'sqlite_sequence', 'd1_migrations', 'rate_count']);
const SILENT_COLUMNS = /^(?:updated_at|edited_\w+|changed_at|decided_\w+|revision|content_hash|holder|lease_until)$/;

const SILENT_SETTINGS = new Set(['slack_identity', 'address_pepper']);

type Row = Record<string, unknown>;
export type Tables = Map<string, Map<string, Row>>;

/** Every row of every table. */
export async function readTables({ db }: Context): Promise<Tables> {
  const { results } = await db.prepare(`SELECT name FROM sqlite_master WHERE type = 'table'`).all();
  const names = results
    .map(({ name }) => String(name))
    .filter((name) => !SILENT_TABLES.has(name) && !name.startsWith('_'));
  const tables: Tables = new Map();
  for (const name of names) {
    const all = (await db.prepare(`SELECT * FROM ${name}`).all()).results;
    const rows = all.filter(({ key }) => !SILENT_SETTINGS.has(String(key)));
    tables.set(
      name,
      new Map(rows.map((row) => [String(row.id ?? row.key ?? row.slack_user_id ?? JSON.stringify(row)), row])),
    );
  }
  return tables;
}

/** What became of the rows: "+table state" for a new one, "-table" for one that is gone, "table column=value" for a change. */
export function changesBetween(before: Tables, after: Tables): string[] {
  const changes = [...after].flatMap(([name, rows]) => {
    const old = before.get(name) ?? new Map<string, Row>();
    return [
      ...[...rows].flatMap(([key, row]) => {
        const was = old.get(key);
        return was ? changedColumns(was, row).map((change) => `${name} ${change}`) : [`+${name}${nameOf(row)}`];
      }),
      ...[...old.keys()].filter((key) => !rows.has(key)).map(() => `-${name}`),
    ];
  });
  return counted(changes);
}

/** Each line once, with how often it came: "article state=published ×6". */
export function counted(lines: readonly string[]): string[] {
  const times = new Map<string, number>();
  for (const line of lines) times.set(line, (times.get(line) ?? 0) + 1);
  return [...times].map(([line, count]) => (count === 1 ? line : `${line} ×${count}`));
}

function nameOf(row: Row): string {
  const said = row.act ?? row.state ?? row.key ?? '';
  return said === '' ? '' : ` ${String(said)}`;
}

function changedColumns(was: Row, row: Row): string[] {
  return Object.keys(row)
    .filter((column) => !SILENT_COLUMNS.test(column) && was[column] !== row[column])
    .map((column) => (isTold(column, row[column]) ? `${column}=${String(row[column])}` : column));
}

function isTold(column: string, value: unknown): boolean {
  return !/_(?:at|until|before|by|ts|to)$/.test(column) && String(value).length <= 24;
}
