import { expect, test } from 'vitest';
import * as z from 'zod';
import { describeApi } from '../../src/http/openapi.ts';
import { API_ROUTES } from '../../src/http/openapi-routes.ts';
import { planBackup } from '../../src/services/operate/backup.ts';
import { aDocument, anItem, testContext } from '../support/context.ts';
import { ask, askExample } from './ask.ts';
import type { Example } from './example.ts';
import { REQUESTS } from './requests.ts';
import { SMALL, wholeNewsroom } from './whole-newsroom.ts';

type Described = Record<string, { content?: Record<string, { schema?: z.core.JSONSchema.JSONSchema }> }>;
type Operations = Record<string, Record<string, { responses: Described }>>;
/** As a program gets it. */
const { components, paths } = JSON.parse(JSON.stringify(describeApi('https://news.example.com'))) as {
  paths: Operations;
  components: { schemas: { Error: z.core.JSONSchema.JSONSchema } };
};
const ErrorAnswer = z.fromJSONSchema(components.schemas.Error);
/** Routes whose answer, other than a refusal, was held to its shape. */
const held = new Set<string>();

/** What is wrong with an answer by the description of its route. */
function faults(route: string, { status, text }: { status: number; text: string }): unknown {
  const [method = '', path = ''] = route.split(' ');
  const operation = paths[path.replaceAll(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];
  const described = operation?.responses[status];
  if (!described)
    return status < 400 ? `status ${status} is not described` : ErrorAnswer.safeParse(JSON.parse(text)).error;
  const shape = described.content?.['application/json']?.schema;
  if (shape) held.add(route);
  return shape ? z.fromJSONSchema(shape).safeParse(JSON.parse(text)).error : undefined;
}

const house = await wholeNewsroom(SMALL);
house.world.feeds.set('https://press1000.example.org/feed.xml', aDocument([anItem({ title: 'Found' })]));
const admin = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { authorization: `Bearer ${house.ctx.config.adminToken}`, 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

test.each(Object.entries(REQUESTS).filter(([route]) => route.includes(' /api/v1/')))(
  '%s answers as the description says',
  async (route, example) => {
    expect(faults(route, await askExample(house.ctx, example))).toBeUndefined();
  },
);

/** What the table above has refused in a newsroom that is in use. */
test.each<[string, Example]>([
  ['POST /api/v1/readers', { path: '/api/v1/readers', init: admin({ email: 'fresh@example.org' }), statements: 20 }],
  [
    'POST /api/v1/suppressions/lift',
    { path: '/api/v1/suppressions/lift', init: admin({ email: 'blocked@example.org' }), statements: 20 },
  ],
  ['POST /api/v1/imports/:id/undo', { path: '/api/v1/imports/import000001/undo', init: admin({}), statements: 60 }],
])('%s, done, answers as the description says', async (route, example) => {
  await house.ctx.db
    .prepare(
      `INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, created_at)
       VALUES ('blocked00001', 'blocked@example.org', 'blocked@example.org', '', 'en', 'weekly', 'suppressed', 'form', ?1)
       ON CONFLICT DO NOTHING`,
    )
    .bind(house.ctx.now())
    .all();
  const answer = await askExample(house.ctx, example);
  expect(faults(route, answer)).toBeUndefined();
  expect([route, answer.status < 300]).toEqual([route, true]);
});

test('a restore answers as the description says', async () => {
  const { ctx } = await testContext();
  const { migrations } = await planBackup(house.ctx);
  const steps: [string, unknown][] = [
    ['begin', { migrations }],
    ['rows', { table: 'topic', columns: ['id'], rows: [] }],
    ['finish', {}],
  ];
  for (const [step, body] of steps)
    expect(
      faults(`POST /api/v1/restore/${step}`, await ask(ctx, `/api/v1/restore/${step}`, admin(body))),
    ).toBeUndefined();
});

test('every route that describes its answer was held to it', () => {
  const due = API_ROUTES.filter(({ answers }) => answers).map(
    ({ method, path }) => `${method.toUpperCase()} /api/v1${path}`,
  );
  // Needs a suppression list that nobody can read; its own test has one.
  expect(due.filter((route) => !held.has(route))).toEqual(['DELETE /api/v1/suppressions']);
});

test('every answer in JSON but the description itself has a shape', () => {
  const shapeless = API_ROUTES.filter(({ answers, status, type }) => !answers && !type && status !== 204);
  expect(shapeless.map(({ path }) => path)).toEqual(['/openapi.json']);
});
