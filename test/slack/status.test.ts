import { afterAll, beforeAll, expect, test } from 'vitest';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings } from '../../src/services/announcements/change-route.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { Context } from '../../src/services/context.ts';
import { APPROVE_ACTIONS } from '../../src/slack/blocks/approval.ts';
import { POST_AGAIN_ACTION, POSTED_ACTION } from '../../src/slack/blocks/unknown-post.ts';
import { testContext } from '../support/context.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

const FAR = '2027-01-01T00:00:00.000Z';
let workspace: Awaited<ReturnType<typeof openWorkspace>>;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

/** A newsroom with one post that waits for approval. */
async function waiting() {
  const made = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(made.ctx, 'status', 'UANA');
  const settings = { ...defaultRouteSettings('CNEWS', null), needsApproval: true };
  await addRoute(made.ctx, { settings, by: 'slack:UANA' });
  await publishArticle(made.ctx, {
    article: { title: 'A result', kind: 'press_release', body: 'Text.' } as never,
    by: 'slack:UEVE',
  });
  await announceArticles(made.ctx, FAR);
  return { ...made, id: await announcement(made.ctx, 'public_id') };
}

async function announcement(ctx: Context, column: 'public_id' | 'state'): Promise<string> {
  return String((await ctx.db.prepare(`SELECT ${column} AS value FROM announcement`).all()).results[0]?.value);
}

test('status says what waits for a decision, which newsletters come next and what Slack keeps waiting', async () => {
  const { ctx, world } = await waiting();
  const status = async () => (await workspace.type(ctx, 'status', 'UANA')).text;
  expect(await status()).toContain('1 post to approve');
  expect(await status()).toContain('*Next newsletters*: none');
  await ctx.db.batch([
    ctx.db.prepare(`UPDATE announcement SET state = 'unknown', decided_by = 'slack:UANA', lease_until = NULL`),
    ctx.db
      .prepare(
        `INSERT INTO schedule (public_id, frequency, policy, plan, state, next_date, since, created_at)
         VALUES ('s', 'weekly', 'needs_approval', '{"time":"09:00","weekday":2}', 'active', '2026-03-03', ?1, ?1)`,
      )
      .bind(ctx.now()),
  ]);
  const after = await status();
  expect(after).toContain('1 post that may or may not be in Slack');
  expect(after).toContain('on Tuesday at 09:00');
  await ctx.db.batch([
    ctx.db.prepare(`UPDATE announcement SET state = 'pending'`),
    ctx.db
      .prepare(
        `INSERT INTO lane (name, holder, lease_until, next_at) VALUES ('slack', '', '', ?1)
         ON CONFLICT (name) DO UPDATE SET next_at = ?1`,
      )
      .bind(new Date(Date.parse(world.now) + 60_000).toISOString()),
  ]);
  expect(await status()).toContain('Slack asked me to slow down');
});

test('a token that Slack refuses is named as the reason why nothing goes out, until something does', async () => {
  const { ctx, world, id } = await waiting();
  const status = async () => (await workspace.type(ctx, 'status', 'UANA')).text;
  await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UANA');
  world.postOutcomes.push({ kind: 'refused', code: 'token_revoked', retryAfterSeconds: null });
  await announceArticles(ctx, FAR);
  expect(await status()).toContain('Slack refuses the token (token_revoked). Nothing is posted, what waits stays.');
  expect(await status()).not.toContain('slow down');
  world.advance(400);
  await announceArticles(ctx, FAR);
  expect(await status()).not.toContain('refuses');
  expect(await announcement(ctx, 'state')).toBe('posted');
});

test('a posted card links to its post, and Undo on it takes the post away once', async () => {
  const { ctx, id } = await waiting();
  await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UANA');
  await announceArticles(ctx, FAR);
  const shown = await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UANA');
  const text = JSON.stringify(shown);
  expect(text).toMatch(/https:\/\/slack\.com\/archives\/CNEWS\/p\d+\|View/);
  expect(text).toContain(APPROVE_ACTIONS.undo);
  expect((await workspace.press(ctx, APPROVE_ACTIONS.undo, id, 'UANA')).text).toContain('Withdrawn from <#CNEWS>');
  expect(await announcement(ctx, 'state')).toBe('withdrawn');
});

test('a card of a post in a thread links to it there', async () => {
  const { ctx, id } = await waiting();
  await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UANA');
  await announceArticles(ctx, FAR);
  await ctx.db.prepare(`UPDATE announcement SET thread_ts = '1700000000.000900'`).all();
  const shown = JSON.stringify(await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UANA'));
  expect(shown).toMatch(/archives\/CNEWS\/p\d+\?thread_ts=1700000000\.000900&amp;cid=CNEWS\|View/);
});

test('the queue asks about what may or may not be in Slack, and a press there settles it in place', async () => {
  const { ctx, id } = await waiting();
  await ctx.db.prepare(`UPDATE announcement SET state = 'unknown'`).all();
  const queue = JSON.stringify(await workspace.type(ctx, 'queue', 'UANA'));
  expect(queue).toContain('1 that may or may not be in Slack');
  expect(queue).toContain(`${POST_AGAIN_ACTION}:${id}`);
  const settled = JSON.stringify(await workspace.press(ctx, `${POSTED_ACTION}:${id}`, id, 'UANA'));
  expect(settled).toContain('chose *It was posted*');
  expect(settled).toContain('Nothing waits for a decision');
  expect(await announcement(ctx, 'state')).toBe('posted');
});
