import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkMessage, checkView } from '../../dev/slack/block-kit/check-surface.ts';
import { type Act, mayDo } from '../../src/services/desk/staff-role.ts';
import { APPROVE_ACTIONS } from '../../src/slack/blocks/approval.ts';
import { noteMessage } from '../../src/slack/blocks/note.ts';
import { COMMANDS } from '../../src/slack/commands/index.ts';
import { HOME_ACTS } from '../../src/slack/listeners/home.ts';
import { PRESSES } from '../../src/slack/listeners/presses.ts';
import { SHORTCUTS } from '../../src/slack/shortcut-names.ts';
import { MODALS, VIEW_PRESSES } from '../../src/slack/views/index.ts';
import type { ActCase } from '../support/slack-acts/act-case.ts';
import { COMMAND_ACTS } from '../support/slack-acts/commands.ts';
import { FORM_ACTS, FORM_PRESS_ACTS, SHORTCUT_ACTS } from '../support/slack-acts/forms.ts';
import { HOME_CASES } from '../support/slack-acts/home.ts';
import { ARTICLE_ACTS } from '../support/slack-acts/press-articles.ts';
import { DESK_ACTS } from '../support/slack-acts/press-desk.ts';
import { FEED_ACTS } from '../support/slack-acts/press-feeds.ts';
import { MAILING_ACTS } from '../support/slack-acts/press-mailings.ts';
import {
  type Desk,
  deliver,
  openDesk,
  pass,
  pressed,
  sentForm,
  signed,
  step,
  typedCommand,
  usedShortcut,
} from '../support/slack-desk.ts';
import { openWorkspace } from '../support/slack-workspace.ts';
import { changesBetween, counted, readTables, type Tables } from '../support/table-changes.ts';

const PRESS_ACTS = { ...ARTICLE_ACTS, ...FEED_ACTS, ...DESK_ACTS, ...MAILING_ACTS };
let workspace: Awaited<ReturnType<typeof openWorkspace>>;
beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());

type Fields = Record<string, string>;
const REFUSED =
  /Only [^.]+ can do that; you are a viewer\. Nothing was changed\. Ask <@UANA> (?:for one|to make you one|to do it)\./;
/** What an act is: who may do it, and how it arrives from somebody. */
type Way = { act: Act | null; by(desk: Desk, userId: string): Fields };

/** All that could have left or been shown, to look whether a repetition adds to it. */
function seen({ world }: Desk): number[] {
  return [
    world.posts.length,
    world.removals.length,
    world.accepted.size,
    workspace.calls.length,
    workspace.shown.length,
  ];
}

/** What left for Slack and the mail provider since `from`. */
function sentSince({ world }: Desk, [posts = 0, removals = 0, mails = 0]: number[]): string[] {
  const known = new Set(world.posts.slice(0, posts).map(({ channel, ts }) => `${channel} ${ts}`));
  return [
    ...world.posts.slice(posts).map(({ channel, note, ts }) => {
      const verb = known.has(`${channel} ${ts}`) ? 'edit' : 'post';
      known.add(`${channel} ${ts}`);
      return `${verb} ${channel} ${note.kind}`;
    }),
    ...world.removals.slice(removals).map(({ channel }) => `remove ${channel}`),
    ...[...world.accepted.values()].slice(mails).flatMap((all) => all.map(({ to }) => `mail ${to}`)),
  ];
}

async function proves(actCase: ActCase, { act, by }: Way): Promise<void> {
  const desk = await openDesk(workspace);
  for (const before of actCase.given) await step(desk, before);
  desk.world.advance(1);
  const before = await readTables(desk.ctx);
  const fields = by(desk, 'UANA');
  if (act !== null && !mayDo('viewer', act)) {
    const start = seen(desk);
    await deliver(desk, signed(desk, by(desk, 'UVIEW')));
    expect(wordsSince(desk, start).join('\n'), 'to a viewer').toMatch(REFUSED);
    expect(changesBetween(before, await readTables(desk.ctx)), 'by a viewer').toEqual([]);
  }
  const from = seen(desk);
  desk.acks.length = 0;
  const request = signed(desk, fields);
  await deliver(desk, request.clone() as Request);
  const after = await readTables(desk.ctx);
  const does = changesBetween(before, after);

  const shown = seen(desk);
  await deliver(desk, request, true);
  expect(seen(desk), 'Slack’s retry').toEqual(shown);
  expect(changesBetween(after, await readTables(desk.ctx)), 'Slack’s retry').toEqual([]);

  desk.world.advance(1);
  await deliver(desk, signed(desk, fields));
  const again = changesBetween(after, await readTables(desk.ctx));
  expect(does, 'the act').toEqual(actCase.does);
  expect(again, 'the same press again').toEqual(actCase.again ?? []);
  const words = wordsSince(desk, from).join('\n');
  expect(words, 'what went wrong').not.toMatch(/wrong on my side|older version/);
  expect(words, 'what is read').toMatch(actCase.says ?? /\p{L}{3}/u);
  const opened = workspace.calls.slice(from[3]).findLast(({ fields }) => fields.view)?.fields.view ?? '{}';
  if (actCase.opens) expect(JSON.parse(opened), 'the form').toMatchObject({ callback_id: actCase.opens });
  expect(
    (await actorsSince(desk, before)).filter((actor) => actor !== 'slack:UANA'),
    'who did it',
  ).toEqual([]);
  expectTaken(desk, from);
  await expectNoChoiceLeft(desk, workspace.shown.slice(from[4]));
  const isAsked = desk.world.posts.some(({ note }) => note.kind === 'approval');
  if (!actCase.sends && !isAsked) return;
  await pass(desk, 60);
  await pass(desk, 60);
  await expectNoChoiceLeft(desk, cardsNow(desk));
  if (actCase.sends) expect(counted(sentSince(desk, from)), 'what leaves').toEqual(actCase.sends);
}

const CHOICES = new Set<string>([APPROVE_ACTIONS.approve, APPROVE_ACTIONS.edit, APPROVE_ACTIONS.reject]);

/** Every message of Newsdesk's own as its last edit left it. */
function cardsNow({ world }: Desk): { blocks?: unknown }[] {
  const last = new Map(world.posts.map(({ channel, ts, note }) => [`${channel} ${ts}`, note]));
  return [...last.values()].map(noteMessage);
}

/** Whether a card still offers what was decided already: to approve, edit or reject. */
async function expectNoChoiceLeft({ ctx }: Desk, messages: readonly { blocks?: unknown }[]): Promise<void> {
  const { results } = await ctx.db
    .prepare(`SELECT public_id FROM announcement WHERE state <> 'awaiting_approval'`)
    .all();
  const decided = new Set(results.map(({ public_id: id }) => String(id)));
  const buttons = messages.flatMap(({ blocks }) =>
    ((blocks ?? []) as { elements?: { action_id?: string; value?: string }[] }[]).flatMap(
      ({ elements }) => elements ?? [],
    ),
  );
  const left = buttons.filter(
    ({ action_id: action = '', value = '' }) =>
      CHOICES.has(action.split(':')[0] ?? '') && decided.has(value.split(' ')[0] ?? ''),
  );
  expect(left, 'buttons left on what is decided').toEqual([]);
}

/** Whether Slack would take every message and view since `from`, and all that Newsdesk says by itself. */
function expectTaken({ world }: Desk, [, , , calls = 0, shown = 0]: number[]): void {
  const notes = world.posts.map(({ note }) => noteMessage(note));
  for (const message of [...workspace.shown.slice(shown), ...notes])
    expect(checkMessage({ text: message.text, blocks: message.blocks }), message.text).toBeNull();
  for (const { fields, method } of workspace.calls.slice(calls).filter(({ fields: { view } }) => view))
    expect(checkView(JSON.parse(fields.view ?? ''), method === 'views.publish' ? 'home' : 'modal')).toBeNull();
}

/** Everything that somebody could read since `from`, in messages, forms and the Home tab. */
function wordsSince(desk: Desk, [, , , calls = 0, shown = 0]: number[]): string[] {
  const { workspace: place } = desk;
  return [
    ...place.shown.slice(shown).map((message) => JSON.stringify(message)),
    ...place.calls.slice(calls).map(({ fields }) => `${fields.text ?? ''}${fields.view ?? ''}${fields.blocks ?? ''}`),
    ...desk.acks.map(({ body }) => body),
  ];
}

async function actorsSince({ ctx }: Desk, before: Tables): Promise<string[]> {
  const { results } = await ctx.db.prepare('SELECT id, actor FROM audit').all();
  return results.filter(({ id }) => !before.get('audit')?.has(String(id))).map(({ actor }) => String(actor));
}

test('every command, button, menu, form and shortcut has a case', () => {
  const keys = (of: object) => Object.keys(of).sort();
  expect(keys(PRESS_ACTS)).toEqual(keys(PRESSES));
  expect(keys(COMMAND_ACTS)).toEqual(COMMANDS.map(({ name }) => name).sort());
  expect(keys(HOME_CASES)).toEqual(keys(HOME_ACTS));
  expect(keys(FORM_ACTS)).toEqual(keys(MODALS));
  expect(keys(FORM_PRESS_ACTS)).toEqual(keys(VIEW_PRESSES));
  expect(keys(SHORTCUT_ACTS)).toEqual(Object.values(SHORTCUTS).sort());
});
test.each(Object.entries(PRESS_ACTS))('%s', async (actionId, actCase) => {
  const act = PRESSES[actionId]?.act ?? null;
  const { choice = '' } = actCase;
  await proves(actCase, { act, by: (desk, userId) => pressed(desk, actionId, { choice, userId }) });
});

test.each(Object.entries(COMMAND_ACTS))('/newsdesk %s', async (name, actCase) => {
  const act = COMMANDS.find((each) => each.name === name)?.act ?? null;
  await proves(actCase, { act, by: (desk, userId) => typedCommand(desk, actCase.text, userId) });
});
test.each(Object.entries(HOME_CASES))('Home: %s', async (actionId, actCase) => {
  const act = HOME_ACTS[actionId]?.act ?? null;
  await proves(actCase, { act, by: (desk, userId) => pressed(desk, actionId, { userId }) });
});
test.each(Object.entries(FORM_ACTS))('form %s', async (callbackId, actCase) => {
  const act = MODALS[callbackId]?.act ?? null;
  await proves(actCase, { act, by: (desk, userId) => sentForm(desk, actCase.typed, { userId }) });
});
test.each(Object.entries(FORM_PRESS_ACTS))('inside a form: %s', async (button, actCase) => {
  const act = VIEW_PRESSES[button]?.act ?? null;
  await proves(actCase, { act, by: (desk, userId) => sentForm(desk, actCase.typed, { userId, button }) });
});
test.each(Object.entries(SHORTCUT_ACTS))('shortcut %s', async (callbackId, actCase) => {
  await proves(actCase, { act: 'edit', by: (desk, userId) => usedShortcut(desk, callbackId, actCase.text, userId) });
});
