import { afterAll, beforeAll, expect, test } from 'vitest';
import { announceArticles } from '../../src/services/announcements/announce-articles.ts';
import { addRoute, defaultRouteSettings } from '../../src/services/announcements/change-route.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import type { ApprovalCard, DeskNote } from '../../src/services/desk/desk-notes.ts';
import { APPROVE_ACTIONS } from '../../src/slack/blocks/approval.ts';
import { deskNoteMessage } from '../../src/slack/blocks/desk-notes.ts';
import { testContext } from '../support/context.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

const HOSTILE: [string, string][] = [
  ['mentions, links and entities twice', '<!channel> <https://evil.example|x> &amp;amp;'],
  ['3,001 characters that format', '*'.repeat(3_001)],
  ['right to left', '\u202eمرحبا <@U1>'],
];

function notes(text: string): DeskNote[] {
  const card = {
    title: text,
    extract: text,
    kindLabel: text,
    source: text,
    publishedAt: '2026-03-02T08:00:00.000Z',
    url: `https://press.example.org/${'a'.repeat(2_000)}`,
    image: null,
    updatedAt: null,
  };
  const states: ApprovalCard['state'][] = ['awaiting_approval', 'pending', 'posted', 'rejected', 'skipped', 'failed'];
  const base = {
    publicId: 'x'.repeat(12),
    articleId: 'y'.repeat(12),
    channelId: 'CNEWS',
    card,
    author: 'slack:UEVE',
    decidedBy: 'slack:UANA',
    decidedAt: '2026-03-02T08:00:00.000Z',
    reason: text,
    postedAt: '2026-03-02T08:00:00.000Z',
    postTs: '1772438400.000100',
  };
  const route = { publicId: 'r', number: 1, channelId: 'CNEWS', what: text, reason: 'is_archived', waiting: 3 };
  return [
    ...states.map((state): DeskNote => ({ kind: 'approval', approval: { ...base, state } })),
    { kind: 'approvals_waiting', count: 99, titles: Array<string>(5).fill(text) },
    {
      kind: 'sent_back',
      publicId: 'x'.repeat(12),
      title: text,
      articleId: 'y',
      channelId: 'CNEWS',
      by: 'slack:UANA',
      reason: text,
    },
    { kind: 'route_paused', route },
    { kind: 'route_intro', by: 'slack:UANA', what: text, rhythm: 'Now and then.' },
    { kind: 'slow_down', waiting: 12, lastAt: '2026-03-02T08:00:00.000Z' },
    {
      kind: 'summary',
      summary: { isWeekly: true, localDate: '2026-03-02', cards: Array<typeof card>(20).fill(card), moreCount: 180 },
    },
  ];
}

test.each(HOSTILE)('every note stays within Slack’s limits and inert: %s', (_, text) => {
  for (const note of notes(text)) {
    const { text: words, blocks } = deskNoteMessage(note);
    expect(words.length, note.kind).toBeLessThanOrEqual(4_000);
    expect(blocks.length, note.kind).toBeLessThanOrEqual(50);
    expect(JSON.stringify(blocks).length, note.kind).toBeLessThanOrEqual(13_200);
    for (const block of blocks as { text?: { text: string } }[])
      expect(block.text?.text.length ?? 0, note.kind).toBeLessThanOrEqual(3_000);
    const shown = `${words}${JSON.stringify(blocks)}`;
    expect(shown, note.kind).not.toMatch(/<!(?:channel|here|everyone)|<https:\/\/evil|<@U1>/);
  }
});

test('who presses Approve second is told who was first; the card has no buttons from the first press on', async () => {
  const { ctx, world } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(ctx, 'status', 'UANA');
  await workspace.type(ctx, 'staff add <@UBEN> approver', 'UANA');
  const settings = { ...defaultRouteSettings('CNEWS', null), needsApproval: true };
  await addRoute(ctx, { settings, by: 'slack:UANA' });
  const article = { title: 'A result', kind: 'press_release', body: 'Text.' } as never;
  await publishArticle(ctx, { article, by: 'slack:UEVE' });
  await announceArticles(ctx, '2027-01-01T00:00:00.000Z');
  const note = world.posts.at(-1)?.note;
  const id = note?.kind === 'approval' ? note.approval.publicId : '';
  const stranger = await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UEVE');
  expect(stranger.text).toContain('Ask <@UANA>');
  const first = await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UBEN');
  expect(first).toMatchObject({ replace_original: true, text: expect.stringContaining('Approved by <@UBEN>') });
  expect(JSON.stringify(first.blocks)).not.toContain('"actions"');
  const late = await workspace.press(ctx, APPROVE_ACTIONS.approve, id, 'UANA');
  expect(late.text).toContain('Approved by <@UBEN>');
});
