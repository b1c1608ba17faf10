import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { BLOCK_CASES } from '../support/slack-worst/blocks.ts';
import { isComplete, PLAIN, troubleWith, WORST } from '../support/slack-worst/worst.ts';

const SLACK = new URL('../../src/slack/', import.meta.url);

/** Every function that the files of a folder of src/slack give out, as "file.ts name". */
async function functionsOf(folder: string): Promise<string[]> {
  const files = readdirSync(new URL(folder, SLACK), { recursive: true }).map(String);
  const names = await Promise.all(
    files
      .filter((file) => file.endsWith('.ts'))
      .map(async (file) => {
        const given: Record<string, unknown> = await import(new URL(`${folder}/${file}`, SLACK).pathname);
        return Object.keys(given).flatMap((name) => (typeof given[name] === 'function' ? [`${file} ${name}`] : []));
      }),
  );
  return names.flat().sort();
}

test('every function of src/slack/blocks has a case', async () => {
  expect(Object.keys(BLOCK_CASES).sort()).toEqual(await functionsOf('blocks'));
});

test.each(Object.entries(BLOCK_CASES))('%s: Slack takes it, and nothing from outside is alive in it', (_, draw) => {
  for (const worst of WORST) {
    const all = draw(worst);
    expect(all.length, worst.name).toBeGreaterThan(0);
    for (const drawn of all) expect(troubleWith(drawn), worst.name).toEqual([]);
  }
  for (const drawn of draw(PLAIN)) if ('message' in drawn) expect(isComplete(drawn), drawn.message.text).toBe(true);
});
