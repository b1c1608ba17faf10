import { askPatiently, type NewsdeskApi } from './ask-newsdesk.ts';
import type { Row } from './import-row.ts';

export type Outcome = { line: number; outcome: 'new' | 'known' | 'refused'; reason: string | null };

const MOST_ROWS = 100;
const MOST_CHARACTERS = 400_000;

/** Rows in batches that one request can carry, in order. */
export function batchesOf(rows: readonly Row[], mostRows = MOST_ROWS): Row[][] {
  const batches: Row[][] = [];
  let size = 0;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    const last = batches.at(-1);
    if (!last || last.length >= mostRows || size + length > MOST_CHARACTERS) {
      batches.push([row]);
      size = length;
    } else {
      last.push(row);
      size += length;
    }
  }
  return batches;
}

/** Sends one batch; one that comes twice adds nothing twice. Throws with a sentence where Newsdesk does not take it. */
export async function sendBatch(api: NewsdeskApi, rows: readonly Row[], isDryRun: boolean): Promise<Outcome[]> {
  const answer = await askPatiently<{ rows: Outcome[] }>(api, '/api/v1/articles/import', { rows, isDryRun });
  return answer.rows;
}
