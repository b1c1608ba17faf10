import { addressKey } from '../src/domain/article-key.ts';
import { oldPath } from '../src/domain/old-path.ts';

/** One article of the past, as `POST /api/v1/articles/import` takes it. */
export type Row = {
  line: number;
  title: string | null;
  url: string | null;
  path: string | null;
  publishedAt: string | null;
  language: string | null;
  kind: string | null;
  extract: string | null;
  body: string | null;
  image: string | null;
  outlet: string | null;
};

/** A row that will not be sent, and why. `place` says where it stands: "line 12", or an address. */
export type Refused = { place: string; reason: string };

/** A list without rows that name an address or old path of an earlier row; those are told apart as refused. */
export function withoutDoubles(
  rows: readonly Row[],
  placeOf: (row: Row) => string,
): { rows: Row[]; refused: Refused[] } {
  const first = new Map<string, string>();
  const refused: Refused[] = [];
  const kept = rows.filter((row) => {
    const keys = [row.url && addressKey(row.url), row.path && oldPath(row.path)].filter((key) => key !== null);
    const earlier = keys.map((key) => first.get(key)).find((place) => place !== undefined);
    if (earlier !== undefined) {
      refused.push({ place: placeOf(row), reason: `It has the same address or path as ${earlier}.` });
      return false;
    }
    for (const key of keys) first.set(key, placeOf(row));
    return true;
  });
  return { rows: kept, refused };
}
