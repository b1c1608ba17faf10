import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { editDraft } from '../../src/services/mailings/edit-draft.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { mailedAddresses, testContext } from '../support/context.ts';
import { aRunningMailing, FAR, MAILING, runUntilRest, theMailing } from '../support/mailing.ts';
import { openWorkspace } from '../support/slack-workspace.ts';

let workspace: Awaited<ReturnType<typeof openWorkspace>>;
let house: Awaited<ReturnType<typeof testContext>>;

beforeAll(async () => {
  workspace = await openWorkspace(['UANA']);
});
afterAll(() => workspace.close());
beforeEach(async () => {
  house = await testContext({ SLACK_API_URL: workspace.apiUrl, SLACK_REVIEW_CHANNEL: 'CREVIEW1' });
  workspace.calls.length = 0;
  await workspace.type(house.ctx, 'status', 'UANA');
  await house.ctx.db
    .prepare(
      `INSERT INTO staff (slack_user_id, role, state, added_by, created_at) VALUES ('UVIEW', 'viewer', 'active', 'x', 'x')`,
    )
    .all();
});

const type = async (text: string, userId = 'UANA') => (await workspace.type(house.ctx, text, userId)).text;

test('any newsletter’s report is found by number, id or words of its title, posted here, and mailed', async () => {
  const { ctx, world } = house;
  await aRunningMailing(ctx, 3);
  await runUntilRest(ctx, world);
  await ctx.db
    .prepare(
      `INSERT INTO mailing (id, public_id, kind, state, is_archived, content_hash, subject, created_by, created_at, started_at)
       VALUES (8, 'mailing00002', 'digest', 'finished', 0, 'h', '{"en":"One more"}', 'x', 'x', ?1),
         (9, 'mailing00003', 'digest', 'finished', 0, 'h', '{"en":"Newest"}', 'x', 'x', ?1),
         (10, 'mailing00004', 'digest', 'draft', 0, 'h', '{"en":"Secret"}', 'x', 'x', NULL)`,
    )
    .bind(ctx.now())
    .all();
  expect(await type('digest report')).toContain('*Newest* (#9)');
  for (const name of ['#7', '7', MAILING]) expect(await type(`digest report ${name}`)).toContain('(#7)');
  expect(await type('digest report one MORE')).toContain('(#8)');
  expect(await type('digest report one')).toMatch(/More than one.*#8 One more.*#7 /s);
  expect(await type('digest report secret')).toContain('No newsletter that was sent');
  expect(await type('digest report <!channel>')).not.toContain('<!channel>');

  expect(await type('digest report #7 here')).toContain('stands in this channel');
  const post = workspace.calls.find(({ method }) => method === 'chat.postMessage');
  expect(post?.fields.text ?? world.posts.at(-1)?.note.kind).toMatch(/what became of it|mailing_report/);

  world.accepted.clear();
  expect(await type('digest report #7 boss@corp.example zh-Hans')).toContain('1 mail is on the way');
  expect(await type('digest report #7 boss@corp.example zh-Hans')).toContain('within this hour already');
  expect(await type('digest report #7 nobody@')).toContain('is no email address');
  await runEmail(ctx, FAR);
  expect([...world.accepted.values()].flat().map(({ subject, to }) => [to, subject.slice(0, 4)])).toEqual([
    ['boss@corp.example', '简报结果'],
  ]);
});

test('who may only look is shown a report, and neither mails nor posts it', async () => {
  const { ctx, world } = house;
  await aRunningMailing(ctx, 3);
  await runUntilRest(ctx, world);
  expect(await type('digest report', 'UVIEW')).toContain('what became of it');
  for (const words of ['boss@corp.example', 'here']) {
    expect(await type(`digest report #7 ${words}`, 'UVIEW')).not.toContain('what became of it');
  }
  expect((await ctx.db.prepare('SELECT id FROM message').all()).results).toEqual([]);
});

test('Resume, pressed three times after an automatic pause, sends the rest once', async () => {
  const { ctx, world } = house;
  await aRunningMailing(ctx, 450);
  let refused = 0;
  world.onSend = (_key, took) => {
    if (world.accepted.size < 2) return took();
    refused += 1;
    return { kind: 'refused', code: 'invalid_api_key', message: 'No.', stop: true, retryAfterSeconds: null };
  };
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'paused', submittedCount: 200 });
  expect(refused).toBeGreaterThan(0);
  world.onSend = null;
  world.advance(3600);
  await runEmail(ctx, FAR);
  expect(mailedAddresses(world).length).toBe(200);
  const press = () => workspace.press(ctx, 'mailing.resume:question', MAILING, 'UANA');
  const [first, ...late] = [await press(), ...(await Promise.all([press(), press()]))];
  expect(first?.text).toContain('Resumed by <@UANA>');
  for (const { text } of late) expect(text).toContain('settled before');
  expect(JSON.stringify([first, ...late])).not.toContain('"button"');
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 450 });
  expect([mailedAddresses(world).length, new Set(mailedAddresses(world)).size]).toEqual([450, 450]);
  const { results } = await ctx.db.prepare(`SELECT act FROM audit WHERE act = 'mailing.resumed'`).all();
  expect(results.length).toBe(1);
  expect((await workspace.press(ctx, 'mailing.resume', MAILING, 'UVIEW')).text).toContain('Only editors');
});

test('a new audience of a draft voids its approval; an alert keeps the one it has', async () => {
  const { ctx } = house;
  await aRunningMailing(ctx, 3);
  for (const kind of ['digest', 'alert']) {
    await ctx.db
      .prepare(`UPDATE mailing SET kind = '${kind}', state = 'holding', audience = '{}', approved_hash = content_hash`)
      .all();
    const { contentHash } = await theMailing(ctx);
    const edit = {
      publicId: MAILING,
      seenHash: contentHash,
      by: 'slack:UANA',
      audience: { locales: ['zh-Hans' as const] },
    };
    await editDraft(ctx, edit);
    expect(await theMailing(ctx)).toMatchObject({
      state: 'draft',
      approvedHash: null,
      audience: kind === 'digest' ? { locales: ['zh-Hans'] } : {},
    });
  }
});
