import { expect, onTestFinished, test } from 'vitest';
import { checkView } from '../../dev/slack/block-kit/check-surface.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { StaffOverview } from '../../src/services/desk/home-overview.ts';
import type { Detail } from '../../src/slack/home/charts.ts';
import { staffBlocks } from '../../src/slack/home/view.ts';
import { rejectView } from '../../src/slack/views/reject-modal.ts';
import { testContext } from '../support/context.ts';
import { tellEvent } from '../support/slack-events.ts';
import { type Modal, submit } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

/** Everything as full and as long as it can get. */
function fullOverview(): StaffOverview {
  const long = '<!channel> & *'.repeat(300);
  const at = '2026-03-02T08:00:00.000Z';
  const issue = {
    publicId: 'm'.repeat(12),
    state: 'holding' as const,
    subject: { en: long },
    articleCount: 20,
    submittedCount: 1_284_000,
    failedCount: 99,
    holdUntil: at,
    startedAt: at,
    finishedAt: at,
    problems: { bounced: 12_000, complained: 3 },
    left: 41_000,
  };
  const article = { id: 1, publicId: 'a'.repeat(12), slug: 'x'.repeat(80), title: long, outlet: long, publishedAt: at };
  const feed = {
    id: 12345,
    publicId: 'f'.repeat(12),
    title: long,
    state: 'active',
    lastNewAt: at,
    failingSince: at,
    channels: ['C1', 'C2', 'C3', 'C4'],
  };
  return {
    mailed: [4],
    latest: Array.from({ length: 5 }, (_, id) => ({ ...article, id, emailMode: 'none' })),
    next: issue,
    readers: 1_284_000,
    approvals: {
      shown: Array.from({ length: 5 }, (_, id) => ({ id, publicId: 'p'.repeat(12), channelId: 'C1', title: long })),
      total: 99,
    },
    needs: { floods: 3, unknownPosts: 2, pausedRoutes: 1, unknownBatches: 4, drafts: 2, questions: 1 },
    failing: Array.from({ length: 5 }, (_, n) => ({ publicId: `f${n}`, title: long, failingSince: at })),
    feeds: {
      page: Array.from({ length: 20 }, () => feed),
      total: 5000,
      after: 40,
      nextAfter: 60,
    },
    sends: Array.from({ length: 8 }, () => ({ ...issue, state: 'finished' })),
    growth: Array.from({ length: 14 }, (_, n) => ({ day: `2026-03-${n + 10}`, joined: n * 100_000, left: n })),
  } as unknown as StaffOverview;
}

test.each(['charts', 'tables', 'plain'] as const)(
  'the fullest Home tab keeps to Slack’s limits with %s',
  async (detail: Detail) => {
    const { ctx } = await testContext();
    const blocks = staffBlocks(fullOverview(), { config: ctx.config, notice: 'Done.', role: 'owner' }, detail);
    expect(checkView({ type: 'home', blocks }, 'home')).toBeNull();
    expect(blocks.length).toBeLessThan(100);
    const mrkdwn = [...JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":"(.*?)"}/g)].map(([, text]) => text);
    expect(mrkdwn.filter((text) => text?.includes('<!channel>'))).toEqual([]);
  },
);

test('a viewer gets no buttons that act, an approver only those that approve', async () => {
  const { ctx } = await testContext();
  const actions = (role: 'viewer' | 'approver') => {
    const blocks = staffBlocks(fullOverview(), { config: ctx.config, notice: null, role }, 'charts');
    return [...JSON.stringify(blocks).matchAll(/"action_id":"([\w.]+)/g)].map(([, id]) => id);
  };
  const reads = ['home.page', 'home.help', 'home.log'];
  expect(new Set(actions('viewer'))).toEqual(new Set(reads));
  expect(new Set(actions('approver'))).toEqual(new Set([...reads, 'home.approve', 'home.reject']));
});

async function aHome(admins: readonly string[]) {
  const workspace = await openWorkspace(admins);
  onTestFinished(() => void workspace.close());
  const { ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  const open = (user: string) =>
    tellEvent(ctx, { type: 'app_home_opened', user, channel: 'D1', tab: 'home', event_ts: `${Math.random()}` });
  /** Every form of the tab that somebody was sent, in order. */
  const homesOf = (user: string) =>
    workspace.calls.flatMap(({ fields, method }) =>
      method === 'views.publish' && fields.user_id === user ? [fields.view ?? ''] : [],
    );
  return { ctx, world, workspace, open, homesOf };
}

test('somebody without a role sees the latest articles and whom to ask, and nothing of the newsroom’s own', async () => {
  const { ctx, workspace, open, homesOf } = await aHome(['UANA']);
  await workspace.type(ctx, 'status', 'UANA');
  await open('UEVE');
  const [home] = homesOf('UEVE');
  expect(home).toContain('Latest articles');
  expect(home).toContain('<@UANA>');
  expect(home).not.toContain('Feeds');
});

test('an owner sees the whole tab; where Slack refuses the newer blocks it gets a plainer one', async () => {
  const { ctx, workspace, open, homesOf } = await aHome(['UANA']);
  await workspace.type(ctx, 'status', 'UANA');
  await ctx.db
    .prepare(`INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, confirmed_at, created_at)
    VALUES ('s1', 'a@example.org', 'a@example.org', 'A', 'en', 'daily', 'active', 'form', '2026-03-01T08:00:00.000Z', '2026-03-01T08:00:00.000Z')`)
    .all();
  const act = (kind: string, day: number) =>
    ctx.db
      .prepare(`INSERT INTO consent (subscriber_id, act, text_version, locale, page, at, detail)
        VALUES (1, ?1, 'v', 'en', 'confirm', ?2, '{}')`)
      .bind(kind, `2026-03-0${day}T08:00:00.000Z`)
      .all();
  await act('confirmed', 1);
  await act('left', 2);
  await open('UANA');
  expect(homesOf('UANA')[0]).toContain('*Readers*: 1 now. The last 14 days: 1 joined, 1 left.');
  expect(homesOf('UANA')[0]).toContain('data_visualization');
  workspace.refusals.set('views.publish', 'invalid_arguments');
  await open('UANA');
  const [, charts, tables, plain] = homesOf('UANA');
  expect(charts).toContain('data_visualization');
  expect(tables).toContain('data_table');
  expect(tables).not.toContain('data_visualization');
  expect(plain).not.toContain('data_');
  expect(plain).toContain('*Readers*');
});

test('a button of the tab acts and the tab tells of it, unless a newer one stands there', async () => {
  const { ctx, workspace, homesOf } = await aHome(['UANA']);
  await workspace.type(ctx, 'status', 'UANA');
  const press = (hash: string) =>
    workspace.deliver(ctx, {
      type: 'block_actions',
      team: { id: 'T1' },
      enterprise: null,
      user: { id: 'UANA', team_id: 'T1' },
      api_app_id: 'A1',
      trigger_id: '1.3',
      container: { type: 'view', view_id: 'V1' },
      view: { id: 'V1', type: 'home', hash, private_metadata: '0', blocks: [] },
      actions: [{ type: 'button', action_id: 'home.undo_mailing', block_id: 'b', value: 'nothing', action_ts: '1.4' }],
    });
  await press('h1');
  expect(homesOf('UANA').at(-1)).toContain('Too late to undo');
  expect(workspace.calls.at(-1)?.fields.hash).toBe('h1');
  workspace.refusals.set('views.publish', 'hash_conflict');
  const before = homesOf('UANA').length;
  expect((await press('h0')).status).toBe(200);
  expect(homesOf('UANA')).toHaveLength(before + 1);
});

test('a post that is sent back by the form of the Home tab no longer waits there', async () => {
  const { ctx, workspace, open, homesOf } = await aHome(['UANA']);
  await workspace.type(ctx, 'status', 'UANA');
  const article = {
    kind: 'science',
    title: 'Tides',
    publishedAt: '2026-03-01T08:00:00.000Z',
    emailMode: 'none' as const,
  };
  await publishArticle(ctx, { article, by: 'api' });
  await ctx.db
    .prepare(`INSERT INTO announcement (public_id, article_id, channel_id, state, shows_image, not_before, created_at)
      SELECT 'post00000001', id, 'CNEWS', 'awaiting_approval', 0, ?1, ?1 FROM article`)
    .bind('2026-03-01T08:00:00.000Z')
    .all();
  await open('UANA');
  expect(homesOf('UANA').at(-1)).toContain('waits for approval');
  const modal = {
    ...rejectView({ publicId: 'post00000001', title: 'Tides', channelId: 'CNEWS' }, true),
    id: 'V7',
    hash: 'h7',
  } as unknown as Modal;
  await submit(workspace, ctx, { modal, typed: { reason: 'Needs a picture.' } });
  await expect.poll(() => homesOf('UANA').at(-1)).toContain('Sent back: *Tides*');
  expect(homesOf('UANA').at(-1)).not.toContain('waits for approval');
});
