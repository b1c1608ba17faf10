import { expect, onTestFinished, test } from 'vitest';
import { linksOfText } from '../../src/services/articles/articles-of-links.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { SHORTCUTS } from '../../src/slack/shortcut-names.ts';
import { TAKE_OUT_ACTION } from '../../src/slack/views/newsletter-modal.ts';
import { addReader } from '../services/mailing-world.ts';
import { testContext } from '../support/context.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

test.each([
  ['<https://example.com/a|a page>', ['https://example.com/a']],
  ['<https://example.com/?a=1&amp;b=2>', ['https://example.com/?a=1&b=2']],
  ['<https://example.com/a> and <https://example.com/a>', ['https://example.com/a']],
  ['<mailto:ana@example.com|Ana> <#C1> <!channel>', []],
  ['<https://user:secret@example.com/>', []],
])('the links of %s', (text, links) => {
  expect(linksOfText(text)).toEqual(links);
});

async function aDesk() {
  const workspace = await openWorkspace(['UANA']);
  onTestFinished(() => void workspace.close());
  const { ctx } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(ctx, 'status', 'UANA');
  const use = async (callbackId: string, text: string, userId = 'UANA') => {
    const before = workspace.shown.length;
    await workspace.deliver(ctx, {
      type: 'message_action',
      callback_id: callbackId,
      team: { id: 'T1' },
      enterprise: null,
      user: { id: userId, team_id: 'T1' },
      api_app_id: 'A1',
      trigger_id: '1.3',
      action_ts: '1.4',
      message_ts: '1.1',
      channel: { id: 'CNEWS', name: 'news' },
      message: { type: 'message', user: 'UBEN', ts: '1.1', text },
      response_url: workspace.responseUrl,
    });
    return workspace.shown.slice(before).at(-1);
  };
  return { ctx, workspace, use };
}

test('a link goes into the newsletter once, and Undo takes it out', async () => {
  const { ctx, workspace, use } = await aDesk();
  const article = {
    title: 'A result',
    kind: 'coverage',
    url: 'https://press.example.org/a',
    emailMode: 'none' as const,
  };
  await publishArticle(ctx, { article, by: 'api' });
  const first = await use(SHORTCUTS.newsletter, 'Look: <https://press.example.org/a>');
  expect(first?.text).toContain('*A result* is in the next newsletter.');
  expect(first?.response_type).toBe('ephemeral');
  expect((await use(SHORTCUTS.newsletter, '<https://press.example.org/a>'))?.text).toContain('already');
  const value = /"value":"([^"]+)"/.exec(JSON.stringify(first?.blocks))?.[1] ?? '';
  const undone = await workspace.press(ctx, `${TAKE_OUT_ACTION}:0`, value, 'UANA');
  expect(undone.text).toContain('Taken out');
});

test('what readers had by a newsletter is not said to be in the next', async () => {
  const { ctx, use, workspace } = await aDesk();
  await addReader(ctx, 'li');
  const article = { title: 'A result', kind: 'coverage', url: 'https://press.example.org/a' };
  await publishArticle(ctx, { article: { ...article, emailMode: 'next_digest' }, by: 'api' });
  expect((await use(SHORTCUTS.newsletter, '<https://press.example.org/a>'))?.text).toContain('already');
  expect((await workspace.type(ctx, 'digest send', 'UANA')).text).toContain('1 reader');
  const told = await use(SHORTCUTS.newsletter, '<https://press.example.org/a>');
  expect(told?.text).toContain('Readers had *A result* by an earlier newsletter, so the next one leaves it out.');
  expect(JSON.stringify(told?.blocks)).not.toContain('action_id');
});

test('without a link nothing is done and it says so; several links are asked about; a guest may not', async () => {
  const { use, workspace } = await aDesk();
  expect((await use(SHORTCUTS.newsletter, 'Good morning'))?.text).toContain('no link');
  await use(SHORTCUTS.newsletter, '<https://a.example.org/> <https://b.example.org/>');
  const opened = workspace.calls.filter(({ method }) => method === 'views.open').at(-1);
  expect(opened?.fields.view).toContain('https://b.example.org/');
  const refused = await use(SHORTCUTS.newsletter, '<https://a.example.org/>', 'UGUEST');
  expect(refused?.text).toMatch(/role/);
});
