import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SLACK_SCOPES } from '../../src/domain/slack-scopes.ts';
import { noteTick } from '../../src/services/note-tick.ts';
import { examineNewsroom } from '../../src/services/operate/doctor.ts';
import type { ChannelFacts, DomainFacts, SlackFacts } from '../../src/services/operate/examiner.ts';
import { testContext, VARIABLES } from '../support/context.ts';
import { askApp } from './app.ts';

const SECRET = `whsec_${Buffer.from('a secret of twenty-four b').toString('base64')}`;
const ADMIN = { authorization: `Bearer ${VARIABLES.ADMIN_TOKEN}` };

async function examined(
  variables: Record<string, string> = {},
  facts: { slack?: SlackFacts; channel?: ChannelFacts; domain?: DomainFacts; ticked?: false } = {},
) {
  const { ctx } = await testContext({
    MEDIA_CONTACT: 'Press <press@example.com>',
    RESEND_WEBHOOK_SECRET: SECRET,
    ...variables,
  });
  if (facts.ticked !== false) await noteTick(ctx);
  const { channel, domain, slack } = facts;
  if (slack) ctx.examiner.slack = async () => slack;
  if (channel) ctx.examiner.channel = async () => channel;
  if (domain) ctx.examiner.domain = async () => domain;
  return (await examineNewsroom(ctx)).filter(({ state }) => state !== 'ok');
}

test('a newsroom in order has nothing to mend', async () => {
  expect(await examined()).toEqual([]);
});

test.each<[string, Parameters<typeof examined>[0], Parameters<typeof examined>[1], RegExp]>([
  ['plain http', { BASE_URL: 'http://news.example.com' }, {}, /Serve it by https/],
  ['workers.dev for Chinese readers', { BASE_URL: 'https://news.acme.workers.dev' }, {}, /domain of your own/],
  ['no review channel', { SLACK_REVIEW_CHANNEL: '' }, {}, /SLACK_REVIEW_CHANNEL/],
  ['no webhook secret', { RESEND_WEBHOOK_SECRET: '' }, {}, /resend\.com\/webhooks/],
  ['a revoked token', {}, { slack: { kind: 'refused', code: 'token_revoked' } }, /Reinstall the app/],
  ['Slack away', {}, { slack: { kind: 'unanswered' } }, /slack\.com/],
  [
    'a missing scope',
    {},
    { slack: { kind: 'known', team: 'A', botUserId: 'U', scopes: ['commands'] } },
    /manifest\.json/,
  ],
  ['a channel without the bot', {}, { channel: 'not_member' }, /\/invite @newsdesk/],
  ['a channel nobody knows', {}, { channel: 'missing' }, /choose another channel/],
  ['a channel Slack says nothing of', {}, { channel: 'unknown' }, /Try again/],
  ['no workspace', {}, { slack: { kind: 'unconnected' } }, /\/slack\/install/],
  ['Resend away', {}, { domain: { kind: 'unanswered' } }, /resend-status\.com/],
  ['no background work', {}, { ticked: false }, /the cron stands among the triggers/],
  ['an archived channel', {}, { channel: 'archived' }, /Choose another/],
  ['a foreign domain', {}, { domain: { kind: 'missing', others: ['other.example'] } }, /resend\.com\/domains/],
  ['a wrong key', {}, { domain: { kind: 'refused', message: 'API key is invalid' } }, /RESEND_API_KEY/],
  [
    'a record that is not set',
    {},
    {
      domain: {
        kind: 'known',
        status: 'pending',
        records: [{ purpose: 'DKIM', type: 'TXT', name: 'resend._domainkey', value: 'p=MIG', status: 'not_started' }],
      },
    },
    /p=MIG/,
  ],
])('%s is told with its next step', async (_what, variables, facts, next) => {
  const found = await examined(variables, facts);
  expect(found.length).toBeGreaterThan(0);
  expect(found.map((finding) => finding.next).join('\n')).toMatch(next);
});

test('the scopes it asks for are those of the manifest', () => {
  const manifest = JSON.parse(readFileSync(join(import.meta.dirname, '../../slack/manifest.json'), 'utf8'));
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...SLACK_SCOPES].sort());
});

test('over HTTP: only with the token; the signed probe passes its own webhook and a changed one does not', async () => {
  const { ctx, world } = await testContext({ RESEND_WEBHOOK_SECRET: SECRET });
  const ask = askApp(ctx);
  world.now = new Date().toISOString();
  expect((await ask('/api/v1/doctor')).status).toBe(403);
  const answer = await (await ask('/api/v1/doctor', { headers: ADMIN })).json();
  expect(JSON.stringify(answer)).not.toContain(SECRET);
  const { body, headers } = answer.webhook;
  const post = (text: string) => ask('/webhooks/resend', { method: 'POST', headers, body: text });
  expect((await post(`${body} `)).status).toBe(401);
  expect((await post(body)).status).toBe(204);
});

test('trials send one mail and one post, and say why where they cannot', async () => {
  const { ctx, world } = await testContext();
  const ask = askApp(ctx);
  const trial = (path: string, body: object) =>
    ask(`/api/v1/doctor/${path}`, { method: 'POST', headers: ADMIN, body: JSON.stringify(body) });
  expect((await trial('mail', { to: 'ops@example.com' })).status).toBe(200);
  expect([...world.accepted.values()].flat().map(({ to }) => to)).toEqual(['ops@example.com']);
  expect((await trial('mail', { to: 'nobody' })).status).toBe(422);
  expect((await trial('post', { channel: 'C0000000A' })).status).toBe(200);
  expect(world.posts.map(({ channel, note }) => [channel, note.kind])).toEqual([['C0000000A', 'work_trial']]);
  world.postOutcomes.push({ kind: 'refused', code: 'not_in_channel', retryAfterSeconds: null });
  const refused = await (await trial('post', { channel: 'C0000000A' })).json();
  expect(refused.error.message).toContain('not_in_channel');
  expect((await trial('post', { channel: '#news' })).status).toBe(422);
});

test.each<[string, unknown]>([
  ['mail', { to: 5 }],
  ['mail', {}],
  ['post', { channel: ['C1'] }],
])('a trial %s to %j is refused by the name of its field', async (what, body) => {
  const { ctx, world } = await testContext();
  const init = { method: 'POST', headers: ADMIN, body: JSON.stringify(body) };
  const answer = await askApp(ctx)(`/api/v1/doctor/${what}`, init);
  expect(answer.status).toBe(422);
  const { error } = (await answer.json()) as { error: { fields: object } };
  expect(Object.keys(error.fields)).toEqual([what === 'mail' ? 'to' : 'channel']);
  expect(world.log).toEqual([]);
});
