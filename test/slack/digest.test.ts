import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { listIssues } from '../../src/db/mailings/mailings.ts';
import { listSchedules } from '../../src/db/mailings/schedules.ts';
import type { Context } from '../../src/services/context.ts';
import { askAboutDrafts } from '../../src/services/mailings/ask-about-drafts.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { createSchedule } from '../../src/services/mailings/schedule-change.ts';
import { noteMessage } from '../../src/slack/blocks/note.ts';
import { addArticles, addReader } from '../services/mailing-world.ts';
import { mailedAddresses, testContext, type World } from '../support/context.ts';
import { lastModal, limitBreaches, submit } from '../support/slack-modal.ts';
import { openWorkspace, type Shown } from '../support/slack-workspace.ts';

const FAR = '2027-12-01T00:00:00.000Z';
const HOSTILE = '<!channel> <https://evil.example|x> *b* `c` \u202e'.repeat(40);
let workspace: Awaited<ReturnType<typeof openWorkspace>>;
let ctx: Context;
let world: World;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());
beforeEach(async () => {
  await newsroom({});
});

async function newsroom(variables: Record<string, string>) {
  ({ ctx, world } = await testContext({
    SLACK_API_URL: workspace.apiUrl,
    SLACK_REVIEW_CHANNEL: 'CREVIEW1',
    ...variables,
  }));
  workspace.calls.length = 0;
  await workspace.type(ctx, 'status', 'UANA');
  const staff = ctx.db.prepare(
    `INSERT INTO staff (slack_user_id, role, state, added_by, created_at) VALUES (?1, ?2, 'active', 'x', 'x')`,
  );
  await ctx.db.batch([staff.bind('UBEN', 'editor'), staff.bind('UAPP', 'approver'), staff.bind('UVIEW', 'viewer')]);
  for (const name of ['li', 'mo']) await addReader(ctx, name);
  await addArticles(ctx, ['One', 'Two', 'Three']);
}

type Button = { action_id: string; value: string; text: { text: string } };
function button(shown: { blocks?: unknown[] }, label: string): Button {
  const all = (shown.blocks ?? []) as { elements?: Button[]; accessory?: Button }[];
  const found = all.flatMap((block) => [...(block.elements ?? []), ...(block.accessory ? [block.accessory] : [])]);
  const one = found.find(({ text }) => text?.text === label);
  if (!one) throw new Error(`No button says "${label}": ${found.map(({ text }) => text?.text).join(', ')}`);
  return one;
}
async function press(shown: { blocks?: unknown[] }, label: string, userId = 'UANA'): Promise<Shown> {
  const { action_id: id, value } = button(shown, label);
  return workspace.press(ctx, id, value, userId);
}
/** The last message that one person was shown. */
function told(): { text: string; blocks: unknown[] } {
  const call = workspace.calls.findLast(({ method }) => method === 'chat.postEphemeral');
  return { text: call?.fields.text ?? '', blocks: JSON.parse(call?.fields.blocks ?? '[]') as unknown[] };
}
const issues = () => listIssues(ctx.db, 10);
const state = async () => (await issues())[0]?.state ?? 'none';

/** A draft written by the form, with the articles numbered 3, 1. */
async function written(typed: Record<string, string | string[]> = {}) {
  await workspace.type(ctx, 'digest new', 'UANA');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  await submit(workspace, ctx, { typed: { 'subject-en': 'The week', 'intro-en': 'Hello', order: '3 1', ...typed } });
  return told();
}

/** The draft as one of a schedule, and the question about it as the review channel shows it. */
async function asked() {
  await createSchedule(ctx, { frequency: 'weekly', plan: { time: '09:00' }, by: 'slack:UANA' });
  await ctx.db.prepare(`UPDATE mailing SET schedule_id = 1, local_date = '2026-03-09' WHERE state = 'draft'`).all();
  await askAboutDrafts(ctx);
  const posted = world.posts.findLast(({ note }) => note.kind === 'draft_mailing');
  if (!posted) throw new Error('Nobody was asked.');
  return noteMessage(posted.note);
}

test('a newsletter is written by a form, shown with its buttons, previewed, and sent as it was written', async () => {
  const card = await written({ 'preheader-en': 'Three stories' });
  expect(card.text).toContain('The week');
  expect(card.text).toContain('*2 readers*');
  const [draft] = await issues();
  expect(draft).toMatchObject({ preheader: { en: 'Three stories' }, intro: { en: 'Hello' }, state: 'draft' });
  const overview = await workspace.type(ctx, 'issue', 'UANA');
  for (const label of ['Send…', 'Edit…', 'Preview', 'Send test…', 'Stop', 'New…', 'Schedules…'])
    button(overview, label);
  expect(button(overview, 'Send…')).toMatchObject({ confirm: { title: { text: 'Send to 2 readers?' } } });
  expect((await press(overview, 'Send…')).text).toContain('Approved by <@UANA>');
  world.advance(61);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world).length).toBe(2);
  const [mail] = [...world.accepted.values()].flat();
  expect(mail?.subject).toBe('The week');
  expect(mail?.html).toContain('Three stories');
  // The order that was typed, with the one not named behind it.
  const titles = ['One', 'Two', 'Three'].toSorted(
    (a, b) => (mail?.text.indexOf(a) ?? 0) - (mail?.text.indexOf(b) ?? 0),
  );
  const { results } = await ctx.db
    .prepare('SELECT a.title FROM mailing_article m JOIN article a ON a.id = m.article_id ORDER BY m.position')
    .all();
  expect(results.map(({ title }) => title)).toEqual(titles);
});

test('what somebody wrote is what audience, preview, test and send are about, until it has left', async () => {
  await written();
  for (const words of ['audience', 'preview', 'test ana@example.org'])
    await workspace.type(ctx, `digest ${words}`, 'UBEN');
  expect((await issues()).map(({ subject }) => subject)).toEqual([{ en: 'The week' }]);
  expect([...world.accepted.values()].flat()[0]?.subject).toBe('[Test] The week');
  await workspace.type(ctx, 'digest send', 'UBEN');
  expect((await issues())[0]).toMatchObject({ state: 'holding', subject: { en: 'The week' } });
});

const WRONG: [string, Record<string, string | string[]>, string][] = [
  ['an article number that is not there', { order: '9' }, 'order'],
  ['no article', { articles: [] }, 'articles'],
];
test.each(WRONG)('the form says beside the field what is wrong: %s', async (_, typed, field) => {
  await workspace.type(ctx, 'digest new', 'UANA');
  const answer = await submit(workspace, ctx, { typed });
  expect(Object.keys(answer?.errors ?? {})).toEqual([field]);
  expect(await issues()).toEqual([]);
});

test('readers nobody is of are refused above the field, and nothing is made', async () => {
  await workspace.type(ctx, 'digest new', 'UANA');
  await submit(workspace, ctx, { typed: { companies: 'Nobody Ltd' } });
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('Nobody would get it');
  expect(await issues()).toEqual([]);
});

test('an edit voids the approval and says so; the old buttons approve nothing', async () => {
  await written();
  const note = await asked();
  await press(note, 'Approve', 'UBEN');
  expect(await state()).toBe('holding');
  await workspace.type(ctx, 'digest edit', 'UANA');
  await submit(workspace, ctx, { typed: { 'subject-en': 'Other' } });
  expect(told().text).toContain('Its approval is void');
  expect(await state()).toBe('draft');
  const late = await press(note, 'Approve', 'UBEN');
  expect(told().text).toContain('changed since you saw it');
  expect(late.text).toContain('Other');
  expect(await state()).toBe('draft');
});

test('two who approve at once make one approval; who came second is told who and when', async () => {
  await written();
  const note = await asked();
  await Promise.all([press(note, 'Approve', 'UANA'), press(note, 'Approve', 'UBEN')]);
  const { results } = await ctx.db.prepare(`SELECT actor FROM audit WHERE act = 'mailing.approved'`).all();
  expect(results.length).toBe(1);
  const again = await press(note, 'Approve', 'UAPP');
  expect(told().text).toMatch(/<@U(ANA|BEN)> already approved this at <!date/);
  expect(again).toMatchObject({ replace_original: true });
  expect(JSON.stringify(again.blocks)).not.toContain('draft.approve');
});

test('Skip ends a schedule’s draft; who presses after it learns who stopped it', async () => {
  await written();
  const note = await asked();
  expect((await press(note, 'Skip', 'UAPP')).text).toContain('Stopped by <@UAPP>');
  await press(note, 'Edit…', 'UBEN');
  expect(told().text).toContain('Stopped by <@UAPP>');
  expect(await issues()).toEqual([]);
});

test.each(['Skip next', 'Pause'])(
  '%s in the list of schedules takes the buttons off the draft it stops',
  async (label) => {
    await written();
    await asked();
    await ctx.db.prepare(`UPDATE schedule SET next_date = '2026-03-16'`).all();
    const list = await workspace.type(ctx, 'digest schedule', 'UANA');
    expect(JSON.stringify(list.blocks)).toContain('The one of 2026-03-09 is shown already');
    await press(list, label);
    const note = world.posts.at(-1)?.note;
    expect(note).toMatchObject({ kind: 'mailing', mailing: { state: 'cancelled' } });
    expect(note && JSON.stringify(noteMessage(note).blocks)).not.toContain('action_id');
  },
);

const MAY: [string, string, RegExp][] = [
  ['UAPP', 'Edit…', /Only editors/],
  ['UAPP', 'Send test…', /Only editors/],
  ['UVIEW', 'Approve', /Only approvers and editors/],
  ['UVIEW', 'Skip', /Only approvers and editors/],
  ['UNONE', 'Approve', /Only approvers and editors/],
  ['UAPP', 'Approve', /Approved by <@UAPP>/],
];
test('roles count at each press: an approver approves and edits nothing, a viewer does neither', async () => {
  await written();
  const note = await asked();
  for (const [userId, label, said] of MAY) expect((await press(note, label, userId)).text).toMatch(said);
});

const FOR_EDITORS = 'new edit preview test send cancel pause resume schedule correct audience'.split(' ');
test('what changes newsletters is for editors alone', async () => {
  for (const word of FOR_EDITORS)
    expect((await workspace.type(ctx, `digest ${word}`, 'UAPP')).text).toContain('Only editors');
});

test('the first send asks for a test and then for the number, by buttons as by words', async () => {
  await newsroom({ COUNT_GUARD: 'on' });
  await written();
  const first = await workspace.type(ctx, 'digest send', 'UANA');
  await press(first, 'Send test…');
  expect((await submit(workspace, ctx, { typed: { own: 'ana' } }))?.errors?.own).toContain('one address');
  const others = { own: 'ana@news.example.org', others: 'ben@example.org, eve' };
  expect((await submit(workspace, ctx, { typed: others }))?.errors?.others).toBe('eve is no email address.');
  await submit(workspace, ctx, { typed: { own: 'ana@news.example.org', others: 'ben@example.org, eve@example.org' } });
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('tests sent');
  world.accepted.clear();
  await workspace.type(ctx, 'digest test', 'UANA');
  expect([...new Set(mailedAddresses(world))]).toEqual(['ana@news.example.org']);
  await press(await workspace.type(ctx, 'digest send', 'UANA'), 'Send…');
  await submit(workspace, ctx, { typed: { count: '3' } });
  expect(JSON.stringify(lastModal(workspace).blocks)).toContain('It goes to 2 readers');
  expect(await state()).toBe('draft');
  await submit(workspace, ctx, { typed: { count: '2' } });
  expect(await state()).toBe('holding');
  expect((await press(told(), 'Undo')).text).toContain('Nothing was sent');
});

test('the audience says who gets it, who does not, and why', async () => {
  await ctx.db.prepare(`UPDATE subscriber SET paused_until = '2027-01-01T00:00:00.000Z' WHERE name = 'mo'`).all();
  expect((await workspace.type(ctx, 'digest audience', 'UANA')).text).toMatch(
    /\*1 reader gets it\*[\s\S]*1 asked for a pause/,
  );
});

test('a schedule is added, changed, skipped, paused and removed, each with Undo', async () => {
  await workspace.type(ctx, 'digest schedule', 'UANA');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  expect((await submit(workspace, ctx, { typed: { time: 'late' } }))?.errors).toHaveProperty('time');
  await submit(workspace, ctx, { typed: { time: '8:30', weekday: '3', hoursAhead: '2' } });
  const [made] = await listSchedules(ctx.db);
  expect(made).toMatchObject({ frequency: 'weekly', policy: 'needs_approval', plan: { time: '08:30', weekday: 3 } });
  await workspace.type(ctx, 'digest schedule weekly', 'UANA');
  await submit(workspace, ctx, { typed: { policy: 'send_unless_stopped', clocks: 'readers' } });
  const now = async () => (await listSchedules(ctx.db))[0];
  expect(await now()).toMatchObject({ policy: 'send_unless_stopped', plan: { clocks: 'readers', time: '08:30' } });
  const date = (await now())?.nextDate;
  const skipped = await press(await workspace.type(ctx, 'digest schedule', 'UANA'), 'Skip next');
  expect((await now())?.nextDate).not.toBe(date);
  await press(skipped, 'Undo');
  expect((await now())?.nextDate).toBe(date);
  expect((await press(skipped, 'Undo')).text).toContain('Nothing was undone');
  const paused = await workspace.type(ctx, 'digest schedule pause', 'UANA');
  expect((await now())?.state).toBe('paused');
  await press(paused, 'Undo');
  expect((await now())?.state).toBe('active');
  const removed = await press(await workspace.type(ctx, 'digest schedule', 'UANA'), 'Remove');
  expect(await listSchedules(ctx.db)).toEqual([]);
  await press(removed, 'Undo');
  await press(removed, 'Undo');
  expect((await listSchedules(ctx.db)).length).toBe(1);
});

test('a correction is written for a finished newsletter and waits for approval', async () => {
  expect(JSON.stringify(lastModalAfter(await workspace.type(ctx, 'digest correct', 'UANA')))).toContain(
    'nothing to correct',
  );
  await workspace.type(ctx, 'digest send', 'UANA');
  world.advance(61);
  await runEmail(ctx, FAR);
  await workspace.type(ctx, 'digest correct', 'UANA');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  expect((await submit(workspace, ctx, { typed: { articles: ['a-One'] } }))?.errors).toHaveProperty('wrong-en');
  await submit(workspace, ctx, { typed: { articles: ['a-One'], 'wrong-en': HOSTILE, 'right-en': 'It is 2022.' } });
  expect(told().text).toContain('*Correction:');
  expect((await press(told(), 'Approve')).text).toContain('Approved by <@UANA>');
});
function lastModalAfter(_: unknown) {
  return lastModal(workspace).blocks;
}

test('status proves one reader’s copy; cancel, pause and resume say what they did', async () => {
  expect((await workspace.type(ctx, 'digest pause', 'UANA')).text).toContain('no newsletter to pause');
  await workspace.type(ctx, 'digest send', 'UANA');
  expect((await workspace.type(ctx, 'digest cancel', 'UANA')).text).toContain('Nothing was sent');
  await workspace.type(ctx, 'digest send', 'UANA');
  world.advance(61);
  await runEmail(ctx, FAR);
  const { results } = await ctx.db.prepare(`SELECT public_id AS id FROM subscriber WHERE name = 'li'`).all();
  expect((await workspace.type(ctx, `digest status ${results[0]?.id}`, 'UVIEW')).text).toMatch(
    /the provider took it.*Batch/,
  );
  expect((await workspace.type(ctx, 'digest status nobody', 'UVIEW')).text).toContain('no reader');
  expect((await workspace.type(ctx, 'digest snd', 'UVIEW')).text).toContain('Did you mean `/newsdesk digest send`?');
});

test('hostile and longest texts stay inert and within Slack’s limits', async () => {
  await ctx.db.prepare('UPDATE article SET title = ?1').bind(HOSTILE).all();
  await written({ 'subject-en': HOSTILE.slice(0, 200) });
  for (let n = 0; n < 3; n += 1)
    await workspace
      .type(ctx, `digest schedule ${['daily', 'weekly', 'monthly'][n]}`, 'UANA')
      .then(() => submit(workspace, ctx));
  await workspace.type(ctx, 'digest edit', 'UANA');
  expect(limitBreaches(lastModal(workspace))).toEqual([]);
  for (const shown of [
    told(),
    await workspace.type(ctx, 'digest', 'UANA'),
    await workspace.type(ctx, 'digest schedule', 'UANA'),
  ]) {
    // Plain text objects are shown letter by letter; mrkdwn is not.
    const drawn = JSON.stringify(shown.blocks).replace(/"type":"plain_text","text":"[^"]*"/g, '');
    expect(drawn).not.toContain('<!channel>');
    expect(drawn).not.toContain('<https://evil');
    const blocks = { ...lastModal(workspace), blocks: shown.blocks as never, title: { text: '' } };
    expect(limitBreaches(blocks)).toEqual([]);
    expect(drawn.length).toBeLessThan(13_000);
  }
});
