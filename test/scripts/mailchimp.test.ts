import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { importReaderFiles, undoReaders } from '../../scripts/import-readers.ts';
import { insertTopic } from '../../src/db/articles/topics.ts';
import { findSubscriberById } from '../../src/db/readers/subscribers.ts';
import type { Context } from '../../src/services/context.ts';
import { eraseSubscriber } from '../../src/services/readers/erase-subscriber.ts';
import { ImportTermsShape } from '../../src/services/readers/import-readers.ts';
import { askApp } from '../http/app.ts';
import { testContext, VARIABLES } from '../support/context.ts';
import { MAILCHIMP } from '../support/mailchimp.ts';

let folder: string;
let server: Server;
let base: string;
let ctx: Context;
let told: string[];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'newsdesk-mailchimp-'));
  for (const [name, text] of Object.entries(MAILCHIMP)) writeFileSync(join(folder, name), text);
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const answer = await askApp(ctx)(request.url ?? '/', {
      method: request.method ?? 'GET',
      headers: { authorization: request.headers.authorization ?? '', 'content-type': 'application/json' },
      ...(body ? { body } : {}),
    });
    response.writeHead(answer.status).end(await answer.text());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});
beforeEach(async () => {
  ({ ctx } = await testContext());
  told = [];
  for (const [slug, name] of [
    ['science', 'Science'],
    ['media', 'Media'],
  ] as const)
    await insertTopic(ctx.db, { publicId: `t${slug}`, slug, name, visibility: 'public', now: ctx.now() }).all();
});

const TERMS = ImportTermsShape.parse({ consentSource: 'Mailchimp form, double opt-in', tags: { Press: 'media' } });
const FILES = Object.keys(MAILCHIMP);

function bring(files: readonly string[], isDryRun = false): Promise<boolean> {
  const api = { base, token: VARIABLES.ADMIN_TOKEN };
  const stop = new AbortController().signal;
  const run = { api, isDryRun, terms: TERMS, status: null, stop, say: (line: string) => void told.push(line) };
  return importReaderFiles(
    files.map((file) => join(folder, file)),
    run,
  );
}

async function rows(sql: string) {
  return (await ctx.db.prepare(sql).all()).results;
}

async function standing() {
  const readers = await rows(
    `SELECT email, name, company, confirmed_at FROM subscriber WHERE state = 'active' ORDER BY email`,
  );
  const topics = await rows(
    `SELECT s.email, t.slug FROM subscription p JOIN subscriber s ON s.id = p.subscriber_id JOIN topic t ON t.id = p.topic_id ORDER BY 1, 2`,
  );
  return { readers, topics, out: await rows('SELECT reason, COUNT(*) AS n FROM suppression GROUP BY 1 ORDER BY 1') };
}

const EXPECTED = {
  readers: [
    {
      email: 'Ben@example.org',
      name: 'Ben Example',
      company: 'Example, Ltd',
      confirmed_at: '2022-01-02T03:04:05.000Z',
    },
    {
      email: 'ana@example.org',
      name: 'Ana Example',
      company: 'Example, Ltd',
      confirmed_at: '2021-03-04T05:06:07.000Z',
    },
    {
      email: 'dora@example.org',
      name: 'Dora Example',
      company: 'Example, Ltd',
      confirmed_at: '2019-01-01T00:00:00.000Z',
    },
  ],
  topics: [
    { email: 'Ben@example.org', slug: 'science' },
    { email: 'ana@example.org', slug: 'media' },
  ],
  out: [
    { reason: 'bounce', n: 1 },
    { reason: 'opt_out', n: 2 },
  ],
};

test.each([FILES, [...FILES].reverse()])(
  'the three files in one go, in whatever order they are named: %s first',
  async (...files: string[]) => {
    expect(await bring(files, true)).toBe(true);
    const dry = told.filter((line) => / new, /.test(line));
    expect(await rows('SELECT id FROM subscriber UNION ALL SELECT id FROM import')).toEqual([]);
    told = [];
    expect(await bring(files)).toBe(true);
    expect(told.filter((line) => / new, /.test(line))).toEqual(dry);
    expect(told.filter((line) => line.endsWith('.csv:')).map((line) => line.split('_')[0])).toEqual([
      'cleaned',
      'unsubscribed',
      'subscribed',
    ]);
    expect(told.join('\n')).toContain('Tags that name no topic: VIP');
    expect(await standing()).toEqual(EXPECTED);
  },
);

test('the three files one after the other come to the same, whichever comes first', async () => {
  for (const file of FILES) expect(await bring([file])).toBe(true);
  const { out, readers, topics } = await standing();
  expect({ readers, topics, out }).toEqual(EXPECTED);
  // Named once more, one by one and together, they change nothing.
  for (const file of FILES) await bring([file]);
  await bring(FILES);
  expect(await standing()).toEqual(EXPECTED);
  expect(await rows('SELECT COUNT(*) AS n FROM import')).toEqual([{ n: 3 }]);
});

test('undo takes back whom the files brought, keeps who left out, and lets the files come again', async () => {
  await bring(FILES);
  const imports = await rows('SELECT public_id AS id FROM import');
  const api = { base, token: VARIABLES.ADMIN_TOKEN };
  for (const { id } of imports) await undoReaders(String(id), { api, say: (line) => void told.push(line) });
  const { out, readers, topics } = await standing();
  expect({ out, readers, topics }).toEqual({ ...EXPECTED, readers: [], topics: [] });
  await bring(FILES);
  expect(await standing()).toEqual(EXPECTED);
});

test('who left, bounced or was erased here stays out, whatever the files say', async () => {
  await bring(FILES);
  for (const [id, act] of [1, 2, 3].entries()) {
    const reader = await findSubscriberById(ctx.db, act);
    if (!reader) throw new Error('There must be a reader.');
    if (id === 0) await eraseSubscriber(ctx, reader, 'details');
    const state = id === 1 ? 'unsubscribed' : 'suppressed';
    if (id > 0)
      await ctx.db
        .prepare('UPDATE subscriber SET state = ?1, left_at = ?2 WHERE id = ?3')
        .bind(state, ctx.now(), act)
        .all();
  }
  writeFileSync(join(folder, 'again.csv'), `${MAILCHIMP['subscribed_email_audience_export_0a1b.csv']}\n`);
  await bring(['again.csv']);
  expect(told.filter((line) => / new, /.test(line)).at(-1)).toMatch(/^0 new, 0 known already, 4 refused/);
  expect((await standing()).readers).toEqual([]);
});

test.each([
  [
    'nonsubscribed_email_audience_export_0a1b.csv',
    MAILCHIMP['subscribed_email_audience_export_0a1b.csv'],
    'never subscribed',
  ],
  ['audience_export.zip', 'PK\u0003\u0004', 'Unpack it'],
  ['campaigns.csv', 'Title,Subject\nJune,News', 'names no column of addresses'],
])('with %s among them nothing of any file is stored', async (name, text, words) => {
  writeFileSync(join(folder, name), text);
  await expect(bring([...FILES, name])).rejects.toThrow(words);
  expect(await rows('SELECT id FROM subscriber UNION ALL SELECT id FROM import')).toEqual([]);
});

test('the command takes all files at once', async () => {
  const child = spawn(
    process.execPath,
    ['scripts/readers.ts', 'import', ...FILES, '--consent-source', 'Mailchimp form', '--tag', 'Press=media'],
    {
      cwd: join(import.meta.dirname, '../..'),
      env: { PATH: process.env.PATH ?? '', INIT_CWD: folder, ADMIN_TOKEN: VARIABLES.ADMIN_TOKEN, BASE_URL: base },
    },
  );
  let said = '';
  child.stdout.on('data', (chunk) => (said += chunk));
  child.stderr.on('data', (chunk) => (said += chunk));
  const code = await new Promise((done) => child.once('close', done));
  // Only one of the files brought anybody who could be taken back.
  expect([code, said.match(/undo \S+/g)?.length, said]).toEqual([0, 1, said]);
  expect(await standing()).toEqual(EXPECTED);
});
