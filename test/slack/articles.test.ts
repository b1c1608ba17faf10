import { afterAll, beforeAll, expect, test } from 'vitest';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { testContext } from '../support/context.ts';
import { lastModal } from '../support/slack-modal.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

const HOSTILE = '&<!here>'.repeat(37);
let workspace: Awaited<ReturnType<typeof openWorkspace>>;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

async function newsroom(titles: readonly string[]) {
  const { ctx } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  for (const [n, title] of titles.entries()) {
    const article = { kind: 'science', title, publishedAt: `2026-03-01T0${n}:00:00.000Z`, emailMode: 'none' as const };
    await publishArticle(ctx, { article, by: 'api' });
  }
  return ctx;
}

type Element = { action_id: string; value: string; text: { text: string } };
const buttons = (shown: { blocks?: unknown[] }) =>
  ((shown.blocks ?? []) as { elements?: Element[] }[]).flatMap((block) => block.elements ?? []);
const press = (ctx: Parameters<typeof workspace.press>[0], shown: { blocks?: unknown[] }, label: string) => {
  const button = buttons(shown).find(({ text }) => text.text === label);
  if (!button) throw new Error(`No button says "${label}".`);
  return workspace.press(ctx, button.action_id, button.value, 'UANA');
};

test('articles come newest first in pages, or those that hold every word', async () => {
  const ctx = await newsroom(['One tide', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven Tides']);
  const first = await workspace.type(ctx, 'articles', 'UANA');
  expect(JSON.stringify(first)).toContain('Seven Tides');
  expect(JSON.stringify(first)).not.toContain('One tide');
  expect(JSON.stringify(await press(ctx, first, 'Older articles'))).toContain('One tide');
  const found = JSON.stringify(await workspace.type(ctx, 'articles TIDE', 'UANA'));
  expect(found).toContain('One tide');
  expect(found).toContain('Seven Tides');
  expect(found).not.toContain('|Six>');
  expect((await workspace.type(ctx, 'articles volcano', 'UANA')).text).toContain('No article with “volcano”');
});

test('a row says where the article stands and adds it to the newsletter', async () => {
  const ctx = await newsroom(['Tide']);
  const list = await workspace.type(ctx, 'articles', 'UANA');
  expect(JSON.stringify(list)).toMatch(/Site: since .*Slack: not shared .*Email: none/);
  expect(buttons(list).map(({ text }) => text.text)).toEqual([
    'Share in Slack…',
    'Add to newsletter',
    'Edit…',
    'Withdraw',
    'Alert readers…',
  ]);
  await press(ctx, list, 'Alert readers…');
  expect(lastModal(workspace).title.text).toBe('Alert readers');
  expect((await press(ctx, list, 'Add to newsletter')).text).toContain('in the next newsletter');
  const { results } = await ctx.db.prepare('SELECT email_mode FROM article').all();
  expect(results).toEqual([{ email_mode: 'next_digest' }]);
});

test('the longest list stays within what a message holds, and inert', async () => {
  const ctx = await newsroom(Array.from({ length: 7 }, () => HOSTILE));
  for (const { id } of (await ctx.db.prepare('SELECT id FROM article').all()).results) {
    for (let n = 0; n < 12; n += 1) {
      await ctx.db
        .prepare(
          `INSERT INTO announcement (public_id, article_id, channel_id, state, shows_image, not_before, created_at)
           VALUES (?1, ?2, ?3, 'awaiting_approval', 0, 'x', 'x')`,
        )
        .bind(`p${id}-${n}`, Number(id), `C${'0'.repeat(10)}${n}`)
        .all();
    }
  }
  const list = await workspace.type(ctx, 'articles', 'UANA');
  expect(list.blocks?.length).toBeLessThanOrEqual(50);
  const texts = [...JSON.stringify(list.blocks).matchAll(/"type":"mrkdwn","text":"((?:[^"\\]|\\.)*)"/g)].map(
    (m) => m[1] ?? '',
  );
  expect(Math.max(...texts.map((text) => text.length))).toBeLessThanOrEqual(3_000);
  expect(texts.join('').length).toBeLessThan(13_000);
  expect(JSON.stringify(list)).not.toContain('<!here>');
});
