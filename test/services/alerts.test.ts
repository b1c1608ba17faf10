import { expect, test } from 'vitest';
import { alertArticle, previewAlert } from '../../src/services/mailings/alert-article.ts';
import { approveMailing } from '../../src/services/mailings/approve-mailing.ts';
import { previewAudience } from '../../src/services/mailings/audience-preview.ts';
import { createSchedule } from '../../src/services/mailings/schedule-change.ts';
import { draftDigest } from '../../src/services/mailings/send-digest.ts';
import { testContext } from '../support/context.ts';
import { addArticles, addReader, addTopic, choose, listMailings, mailed, passTime, workOnce } from './mailing-world.ts';

const ALERT = { emailMode: 'alert' } as const;
const TITLES = ['One', 'Two', 'Three', 'Four', 'Five'];
const SOON = '2026-03-02T08:10:00.000Z';

async function readers(ctx: Parameters<typeof addReader>[0]) {
  const science = await addTopic(ctx, 'Science');
  await addReader(ctx, 'instant', { frequency: 'instant' });
  await addReader(ctx, 'weekly', { frequency: 'weekly' });
  await choose(ctx, await addReader(ctx, 'partly', { frequency: 'weekly' }), science, 'instant');
  await choose(ctx, await addReader(ctx, 'elsewhere', { frequency: 'instant' }), await addTopic(ctx, 'Other'));
  return { science };
}

test('an alert waits for approval, then goes to readers who want its topic at once, and to no others', async () => {
  const { ctx, world } = await testContext();
  const { science } = await readers(ctx);
  await addArticles(ctx, ['One'], { ...ALERT, topicIds: [science] });
  await addArticles(ctx, ['Two']);
  await passTime(ctx, world, { minutes: 2, until: SOON });
  expect(mailed(world, TITLES)).toEqual([]);
  expect(world.posts.map(({ note }) => note)).toEqual([
    { kind: 'draft_mailing', draft: expect.objectContaining({ kind: 'alert', readers: 2, titles: ['One'] }) },
  ]);
  const [alert] = await listMailings(ctx);
  const seen = { publicId: alert?.publicId ?? '', seenHash: alert?.contentHash ?? '' };
  await approveMailing(ctx, { ...seen, by: 'slack:UANA', reportChannel: null, typedCount: null });
  await passTime(ctx, world, { minutes: 2, until: '2026-03-02T08:20:00.000Z' });
  expect(mailed(world, TITLES).sort()).toEqual(['instant: One', 'partly: One']);
  expect((await listMailings(ctx)).length).toBe(1);
});

test('where settings say so, alerts leave by themselves, to everyone of the topic', async () => {
  const { ctx: base, world } = await testContext();
  const sending = { ...base.settings.sending, alertsNeedApproval: false, alertsGoTo: 'everyone' as const };
  const ctx = { ...base, settings: { ...base.settings, sending } };
  const { science } = await readers(ctx);
  await addArticles(ctx, ['One'], { ...ALERT, topicIds: [science] });
  await passTime(ctx, world, { minutes: 2, until: SOON });
  expect(mailed(world, TITLES).sort()).toEqual(['instant: One', 'partly: One', 'weekly: One']);
});

test.each([
  [['One', 'Two', 'Three'], 3],
  [['One', 'Two', 'Three', 'Four'], 1],
])('alerts of %o at one time are %i mailings; two ticks at once make none twice', async (titles, count) => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'instant', { frequency: 'instant' });
  await addArticles(ctx, titles, ALERT);
  await Promise.all([workOnce(ctx), workOnce(ctx), workOnce(ctx)]);
  await passTime(ctx, world, { minutes: 2, until: SOON });
  expect((await listMailings(ctx)).map(({ kind }) => kind)).toEqual(Array.from({ length: count }, () => 'alert'));
});

test('two languages of a story are one alert, and each reader gets theirs', async () => {
  const { ctx: base, world } = await testContext();
  const sending = { ...base.settings.sending, alertsNeedApproval: false };
  const ctx = { ...base, settings: { ...base.settings, sending } };
  await addReader(ctx, 'ana', { frequency: 'instant' });
  await addReader(ctx, 'ben', { frequency: 'instant', locale: 'zh-Hans' });
  await addArticles(ctx, ['One'], { ...ALERT, translationGroup: 'g' });
  await addArticles(ctx, ['Two'], { ...ALERT, translationGroup: 'g', language: 'zh-CN' });
  await passTime(ctx, world, { minutes: 2, until: SOON });
  expect(mailed(world, TITLES).sort()).toEqual(['ana: One', 'ben: Two']);
});

test('who is told to be alerted by hand is who then is: nobody who had the story by a newsletter', async () => {
  const { ctx } = await testContext();
  await readers(ctx);
  await addArticles(ctx, ['One']);
  const publicId = 'a-One';
  expect((await previewAlert(ctx, publicId)).total).toBe(2);
  const { mailing } = await draftDigest(ctx, { by: 'slack:UANA', audience: { frequencies: ['instant'] } });
  const seen = { publicId: mailing.publicId, seenHash: mailing.contentHash };
  await approveMailing(ctx, { ...seen, by: 'slack:UANA', reportChannel: null, typedCount: null });
  const preview = await previewAlert(ctx, publicId);
  expect([preview.total, preview.leftOut.hadAll]).toEqual([0, 2]);
  expect((await previewAudience(ctx, await alertArticle(ctx, publicId, 'slack:UANA'))).total).toBe(preview.total);
});

test('what readers were alerted of is not in their digest, but in that of the others', async () => {
  const { ctx: base, world } = await testContext();
  const sending = { ...base.settings.sending, alertsNeedApproval: false };
  const ctx = { ...base, settings: { ...base.settings, sending } };
  await addReader(ctx, 'instant', { frequency: 'instant' });
  await addReader(ctx, 'daily', { frequency: 'daily' });
  await addArticles(ctx, ['One'], ALERT);
  await addArticles(ctx, ['Two']);
  const plan = { time: '17:00', hoursAhead: 0 };
  await createSchedule(ctx, { frequency: 'daily', policy: 'send_unless_stopped', plan, by: 'slack:UANA' });
  await passTime(ctx, world, { minutes: 10, until: '2026-03-02T09:30:00.000Z' });
  expect(mailed(world, TITLES).sort()).toEqual(['daily: One, Two', 'instant: One', 'instant: Two']);
});

test('under embargo, withdrawn, or days old, no alert is made', async () => {
  const { ctx } = await testContext();
  await addReader(ctx, 'instant', { frequency: 'instant' });
  await addArticles(ctx, ['One'], { ...ALERT, embargoUntil: '2026-03-03T08:00:00.000Z' });
  await addArticles(ctx, ['Two'], { ...ALERT, state: 'withdrawn' });
  await addArticles(ctx, ['Three'], { ...ALERT, releasedAt: '2026-02-20T08:00:00.000Z' });
  await workOnce(ctx);
  expect(await listMailings(ctx)).toEqual([]);
});

test('a version in another language that comes while its alert is a draft joins it, and staff are asked again', async () => {
  const { ctx, world } = await testContext();
  await addReader(ctx, 'ana', { frequency: 'instant' });
  await addReader(ctx, 'wei', { frequency: 'instant', locale: 'zh-Hans' });
  await addArticles(ctx, ['One'], { ...ALERT, translationGroup: 'g' });
  await passTime(ctx, world, { minutes: 2, until: '2026-03-02T08:04:00.000Z' });
  const [before] = await listMailings(ctx);
  await addArticles(ctx, ['Two'], { translationGroup: 'g', language: 'zh-Hans' });
  await passTime(ctx, world, { minutes: 2, until: SOON });
  const [alert, ...others] = await listMailings(ctx);
  expect([others, alert?.contentHash === before?.contentHash]).toEqual([[], false]);
  expect(world.posts.filter(({ note }) => note.kind === 'draft_mailing').length).toBe(2);
  const seen = { publicId: alert?.publicId ?? '', seenHash: alert?.contentHash ?? '' };
  await approveMailing(ctx, { ...seen, by: 'slack:UANA', reportChannel: null, typedCount: null });
  await passTime(ctx, world, { minutes: 2, until: '2026-03-02T08:20:00.000Z' });
  expect(mailed(world, TITLES).sort()).toEqual(['ana: One', 'wei: Two']);
});
