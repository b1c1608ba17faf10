import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMessage } from '../../dev/slack/block-kit/check-surface.ts';
import { publishArticle } from '../../src/services/articles/publish-article.ts';
import { readCommandText } from '../../src/slack/command-text.ts';
import { helpReply } from '../../src/slack/commands/help.ts';
import { EXAMPLES, HELP_GROUPS } from '../../src/slack/commands/help-groups.ts';
import { COMMANDS, findCommand } from '../../src/slack/commands/index.ts';
import { testContext } from '../support/context.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

const names = COMMANDS.map(({ name }) => name);
const help = (typed = '') => helpReply(COMMANDS, readCommandText(typed));

test('help groups what staff want and stays short; every command is one step away', () => {
  const { text } = help();
  expect(text.split('\n').length).toBeLessThanOrEqual(36);
  for (const { first, subjects, wish } of HELP_GROUPS) {
    expect(text).toContain(`I want to ${wish}`);
    expect([...first, ...subjects].filter((name) => !names.includes(name))).toEqual([]);
    for (const name of first) expect(text).toContain(`\`/newsdesk ${name}\``);
  }
  for (const name of names) {
    const subject = name.split(' ')[0] ?? '';
    expect(
      HELP_GROUPS.filter(({ subjects }) => subjects.includes(subject)),
      name,
    ).toHaveLength(1);
    expect([`\`/newsdesk ${name}\``, `\`/newsdesk help ${subject}\``].some((words) => text.includes(words))).toBe(true);
    expect(help(subject).text).toContain(`/newsdesk ${name}`);
  }
});

test('a command that takes words has one or two examples, each of which names it', () => {
  const takes = COMMANDS.filter(({ usage }) => usage !== '').map(({ name }) => name);
  expect(Object.keys(EXAMPLES).sort()).toEqual(takes.sort());
  for (const [name, examples] of Object.entries(EXAMPLES)) {
    expect([1, 2], name).toContain(examples.length);
    for (const example of examples) {
      expect(findCommand(readCommandText(example))?.command.name).toBe(name);
      expect(help(name).text).toContain(`/newsdesk ${example}`);
    }
  }
});

test.each(['', ...new Set(names.map((name) => name.split(' ')[0] ?? '')), ...names])(
  'Slack takes help about “%s”',
  (about) => expect(checkMessage(help(about))).toBeNull(),
);

test('help takes the words people use, knows one command from its subject, and guesses at slips', async () => {
  const { ctx } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  const type = async (words: string) => (await workspace.type(ctx, words, 'UBEN')).text;
  const one = await type('help newsletter send');
  expect(one).toContain('/newsdesk digest send [daily] [weekly] …');
  expect(one).not.toContain('digest test');
  expect(await type('help readers')).toContain('/newsdesk subscribers import');
  expect(await type('help fedes')).toContain('Did you mean `/newsdesk feeds`?');
});

test('the command alone gives staff a summary with the nearest acts, anybody else only help', async () => {
  const { ctx } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(ctx, 'status', 'UANA');
  await workspace.type(ctx, 'staff add <@UVIEW|v> viewer', 'UANA');
  const typed = async (user: string) => JSON.stringify((await workspace.type(ctx, '', user)).blocks);
  const owner = await typed('UANA');
  for (const words of ['*Waits for a decision*: nothing', 'Review queue', 'Add a feed', 'I want to publish'])
    expect(owner).toContain(words);
  expect(await typed('UVIEW')).toContain('Review queue');
  expect(await typed('UVIEW')).not.toContain('Create digest');
  expect(await typed('UEVE')).not.toContain('Waits for a decision');
  expect(await typed('UEVE')).toContain('I want to publish');
});

test.each<[string, string | null, RegExp]>([
  ['artcles tides', 'articles tides', /How tides work/],
  ['statsu', 'status', /Readers/],
  ['digest snd daily', null, /Did you mean `\/newsdesk digest send daily`\?/],
  ['digest reprot here', null, /Did you mean `\/newsdesk digest report here`\?/],
])('a slip as in “%s” is put right by one press where that changes nothing', async (typed, runs, words) => {
  const { ctx } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(ctx, 'status', 'UANA');
  await publishArticle(ctx, { article: { kind: 'science', title: 'How tides work' }, by: 'api' });
  const asked = await workspace.type(ctx, typed, 'UANA');
  const value = /"action_id":"command.run","value":"([^"]+)"/.exec(JSON.stringify(asked.blocks))?.[1] ?? null;
  expect(value).toBe(runs);
  const answer = value ? await workspace.press(ctx, 'command.run', value, 'UANA') : asked;
  expect(JSON.stringify(answer)).toMatch(words);
  expect(JSON.stringify(await workspace.type(ctx, typed, 'UEVE'))).not.toContain('command.run');
});

test('the button for a slip runs nothing that changes anything, whatever stands in it', async () => {
  const { ctx } = await testContext({ SLACK_API_URL: workspace.apiUrl });
  await workspace.type(ctx, 'status', 'UANA');
  for (const value of ['topics add Moon', 'digest report here', 'nothing known', ''])
    expect((await workspace.press(ctx, 'command.run', value, 'UANA')).text).toContain('Nothing was done');
});
