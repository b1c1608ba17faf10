import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openDatabase } from '#database';
import worker from '../../src/worker.ts';
import { VARIABLES } from '../support/variables.ts';

const SECRETS = [
  ['SLACK_BOT_TOKEN', 'xoxp-zq9-of-a-person'],
  ['SLACK_SIGNING_SECRET', 'zq9'],
  ['RESEND_API_KEY', 'zq9-no-key'],
  ['RESEND_WEBHOOK_SECRET', 'zq9-no-secret'],
  ['TOKEN_SECRET', 'k1:zq9'],
  ['ADMIN_TOKEN', 'zq9 with white space'],
] as const;
const OPTIONAL = 'RESEND_WEBHOOK_SECRET';
const execution = { waitUntil: () => {} };
let printed: string[];

beforeEach(() => {
  printed = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void printed.push(String(line)));
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** What a visitor sees and what the log says of a Worker with these variables. */
async function visit(variables: Record<string, string | undefined>) {
  const env = { ...VARIABLES, ...variables, DB: await openDatabase() };
  const answer = await worker.fetch(new Request('https://news.example.com/subscribe'), env, execution);
  return { status: answer.status, text: await answer.text() };
}

test.each(SECRETS)(
  'a Worker whose %s is malformed answers 503 and logs the name, not the value',
  async (name, value) => {
    const { status, text } = await visit({ [name]: value });
    expect([status, text.includes(name), text.includes('zq9')]).toEqual([503, false, false]);
    expect(printed.join()).toContain(name);
    expect(printed.join()).not.toContain('zq9');
  },
);

test.each(SECRETS.filter(([name]) => name !== OPTIONAL))(
  'a Worker without %s answers 503 and logs the name, and no other value',
  async (name) => {
    for (const value of [undefined, '', '  ']) {
      expect((await visit({ [name]: value })).status).toBe(503);
      expect(printed.join()).toContain(`${name} is missing`);
    }
    for (const [other] of SECRETS.filter(([one]) => one !== name && one !== OPTIONAL)) {
      expect(printed.join()).not.toContain(VARIABLES[other as keyof typeof VARIABLES]);
    }
  },
);

test('the cron of a Worker without a secret fails with its name, not a value', async () => {
  const env = { ...VARIABLES, TOKEN_SECRET: 'k1:zq9', DB: await openDatabase() };
  const said = await worker.scheduled(null, env, execution).then(
    () => printed.join(),
    (error: unknown) => String(error) + printed.join(),
  );
  expect(said).toContain('TOKEN_SECRET');
  expect(said).not.toContain('zq9');
});

test('a Worker whose database is not migrated answers 503 on every door, does nothing, and works once it is', async () => {
  // The edge's cache, which keeps nothing here.
  vi.stubGlobal('caches', { default: { match: async () => undefined, put: async () => {} } });
  const DB = await openDatabase();
  const names = await DB.prepare('SELECT name, applied_at FROM d1_migrations').all();
  await DB.prepare('DELETE FROM d1_migrations').all();
  const ask = async (path: string, init?: RequestInit, db = DB) => {
    const answer = await worker.fetch(
      new Request(`https://news.example.com${path}`, init),
      { ...VARIABLES, DB: db },
      execution,
    );
    return { status: answer.status, text: await answer.text() };
  };
  const body = new URLSearchParams({ name: 'Ana', email: 'ana@example.org' });
  const doors: [string, RequestInit?][] = [
    ['/'],
    ['/health'],
    ['/api/v1/counters'],
    ['/subscribe', { method: 'POST', body }],
  ];
  for (const [path, init] of doors) {
    const { status, text } = await ask(path, init);
    expect([path, status]).toEqual([path, 503]);
    expect(text).not.toMatch(/no such table|SQLITE/i);
  }
  await worker.scheduled(null, { ...VARIABLES, DB }, execution);
  expect(printed.join()).toContain('is not migrated yet');
  expect((await DB.prepare('SELECT COUNT(*) AS count FROM subscriber').all()).results).toEqual([{ count: 0 }]);
  const insert = DB.prepare('INSERT INTO d1_migrations (name, applied_at) VALUES (?1, ?2)');
  await DB.batch(names.results.map(({ name, applied_at }) => insert.bind(String(name), String(applied_at))));
  expect((await ask('/subscribe')).status).toBe(200);
});
