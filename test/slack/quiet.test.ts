import { createHmac } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { createAnnouncer } from '../../src/slack/announcer.ts';
import { handleSlack } from '../../src/slack/app.ts';
import { testContext, VARIABLES } from '../support/context.ts';

/** Nothing listens on the discard port. */
const UNREACHABLE = 'http://127.0.0.1:9/api/';

test('Slack failing is told in the log alone: Bolt and its client write nothing themselves', async () => {
  const written = [vi.spyOn(console, 'log'), vi.spyOn(console, 'info'), vi.spyOn(console, 'warn')];
  written.push(vi.spyOn(console, 'error'), vi.spyOn(console, 'debug'));
  const { ctx, world } = await testContext({ SLACK_API_URL: UNREACHABLE });
  const body = String(new URLSearchParams({ command: '/newsdesk', text: 'status', team_id: 'T1', user_id: 'U1' }));
  const timestamp = String(Date.parse(world.now) / 1000);
  const hash = createHmac('sha256', VARIABLES.SLACK_SIGNING_SECRET).update(`v0:${timestamp}:${body}`).digest('hex');
  const request = new Request('https://news.example.com/slack/events', {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${hash}`,
    },
  });
  const late: Promise<unknown>[] = [];
  const answer = await handleSlack(ctx, request, (work) => late.push(work));
  await Promise.all(late);
  expect(await answer.json()).toMatchObject({ response_type: 'ephemeral' });
  expect(world.log.join('\n')).toContain('slack.failed');
  const announcer = createAnnouncer({ token: 'xoxb-test', apiUrl: UNREACHABLE });
  const card = {
    title: 'A first result',
    extract: '',
    kindLabel: 'Science',
    source: 'Example',
    publishedAt: world.now,
    updatedAt: null,
    url: 'https://news.example.com/articles/a',
    image: null,
  };
  expect((await announcer.post('C1', { kind: 'article', card })).kind).not.toBe('posted');
  expect(written.flatMap((spy) => spy.mock.calls)).toEqual([]);
});
