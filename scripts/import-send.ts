import type { Row } from './import-row.ts';
import type { NewsdeskApi } from './newsdesk-api.ts';

export type Outcome = { line: number; outcome: 'new' | 'known' | 'refused'; reason: string | null };

const MOST_ROWS = 100;
const MOST_CHARACTERS = 400_000;
const TRIES = 4;

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

/**
 * Sends one batch. Trouble of the network or the server is waited out a little, for a batch that comes twice adds nothing
 * twice. Throws with a sentence where Newsdesk does not take it.
 */
export async function sendBatch(api: NewsdeskApi, rows: readonly Row[], isDryRun: boolean): Promise<Outcome[]> {
  const body = JSON.stringify({ rows, isDryRun });
  for (let tries = 1; ; tries += 1) {
    const response = await post(api, body).catch(() => null);
    if (response?.ok) return ((await response.json()) as { rows: Outcome[] }).rows;
    if (response?.status === 403) throw new Error('Newsdesk refuses the token. Set ADMIN_TOKEN, or give --token.');
    const isPassing = response === null || response.status >= 500 || response.status === 429;
    if (!isPassing || tries === TRIES) throw new Error(await reasonOf(api, response));
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
  }
}

function post(api: NewsdeskApi, body: string): Promise<Response> {
  return fetch(`${api.base}/api/v1/articles/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' },
    body,
  });
}

async function reasonOf(api: NewsdeskApi, response: Response | null): Promise<string> {
  if (!response) return `Newsdesk does not answer at ${api.base}. Start it, or name it with --base.`;
  const answer = (await response.json().catch(() => ({}))) as { error?: { message?: string } };
  return `Newsdesk answered with status ${response.status}: ${answer.error?.message ?? 'no reason given'}`;
}
