import { expect, test } from 'vitest';
import { decideContact, tellContacts } from '../../src/services/desk/contact-desk.ts';
import { officeFor } from '../../src/services/desk/contact-office.ts';
import { sendMessages } from '../../src/services/mailings/send-messages.ts';
import { CONTACT_ACTIONS, contactBlocks } from '../../src/slack/blocks/contact.ts';
import { testContext } from '../support/context.ts';
import { askApp, formPost } from './app.ts';

const GOOD = {
  name: 'Li Na',
  email: 'li.na@paper.example.org',
  outlet: 'Example Daily',
  deadline: 'tomorrow noon',
  message: 'When do the results come out?\n<script>alert(1)</script>',
  to: 'press',
  locale: 'en',
  website: '',
};
const PRESS = { MEDIA_CONTACT: 'Press office <press@example.com>' };

async function aDesk() {
  const { ctx, world } = await testContext(PRESS);
  return { ctx, world, ask: askApp(ctx) };
}

test('a question reaches the office by mail, staff in Slack and whoever asked as a receipt, each once', async () => {
  const { ctx, world, ask } = await aDesk();
  const answer = await ask('/contact', formPost(GOOD));
  expect(answer.status).toBe(200);
  expect(await answer.text()).toContain('Your question is on its way');
  await Promise.all([tellContacts(ctx), tellContacts(ctx)]);
  await sendMessages(ctx, 'test');
  await sendMessages(ctx, 'test');
  const mails = [...world.accepted.values()].flat();
  expect(mails.map(({ to }) => to).sort()).toEqual(['li.na@paper.example.org', 'press@example.com']);
  const office = mails.find(({ to }) => to === 'press@example.com');
  expect(office).toMatchObject({ replyTo: 'li.na@paper.example.org' });
  expect(office?.subject).toContain('tomorrow noon');
  expect(office?.html).not.toContain('<script');
  expect(mails.find(({ to }) => to !== 'press@example.com')).toMatchObject({ replyTo: 'press@example.com' });
  expect(world.posts.filter(({ note }) => note.kind === 'contact')).toHaveLength(1);
});

test('two who press at once: one has the question, and both see who', async () => {
  const { ctx, world, ask } = await aDesk();
  await ask('/contact', formPost(GOOD));
  await tellContacts(ctx);
  const note = world.posts[0]?.note;
  if (note?.kind !== 'contact') throw new Error('no note');
  const { publicId } = note.contact;
  const claims = await Promise.all(
    ['slack:U1', 'slack:U2'].map((by) => decideContact(ctx, { publicId, to: 'claimed', by })),
  );
  expect(claims.filter(({ isDecided }) => isDecided)).toHaveLength(1);
  expect(new Set(claims.map(({ contact }) => contact.claimedBy)).size).toBe(1);
  const done = await decideContact(ctx, { publicId, to: 'done', by: 'slack:U2' });
  expect(JSON.stringify(contactBlocks(done.contact))).toContain('Done by <@U2>');
  expect((await decideContact(ctx, { publicId, to: 'claimed', by: 'slack:U3' })).isDecided).toBe(false);
});

test('in Slack nothing of a question is a mention or a link, however long it is', async () => {
  const { ctx, world, ask } = await aDesk();
  await ask('/contact', formPost({ ...GOOD, name: '<!channel>', message: '<@U1> *'.repeat(600) }));
  await tellContacts(ctx);
  const note = world.posts[0]?.note;
  if (note?.kind !== 'contact') throw new Error('no note');
  const blocks = JSON.stringify(contactBlocks(note.contact));
  expect(blocks).not.toMatch(/<!channel>|<@U1>/);
  expect(blocks).toContain(CONTACT_ACTIONS.claim);
  for (const block of contactBlocks(note.contact))
    if (block.type === 'section') expect(block.text?.text.length ?? 0).toBeLessThan(3000);
});

test('a question keeps its lines in Slack, each quoted, up to what a card holds', async () => {
  const { ctx, world, ask } = await aDesk();
  await ask('/contact', formPost({ ...GOOD, message: `Hello,\r\n\r\nwho is on the photo?${'\nA line'.repeat(40)}` }));
  await tellContacts(ctx);
  const note = world.posts[0]?.note;
  if (note?.kind !== 'contact') throw new Error('no note');
  const [, question] = contactBlocks(note.contact);
  const lines = question?.type === 'section' ? (question.text?.text.split('\n') ?? []) : [];
  expect(lines.slice(0, 2)).toEqual(['> Hello,', '> who is on the photo?']);
  expect(lines).toHaveLength(31);
  expect(lines.at(-1)).toBe('> …');
});

test.each([
  ['name', { name: '' }],
  ['email', { email: 'nobody' }],
  ['message', { message: ' \n ' }],
  ['message', { message: 'x'.repeat(5001) }],
  ['outlet', { outlet: 'x'.repeat(201) }],
])('a wrong %s is named beside it, and what was typed stays', async (field, wrong) => {
  const { ctx, ask } = await aDesk();
  const answer = await ask('/contact', formPost({ ...GOOD, ...wrong }));
  const html = await answer.text();
  expect(answer.status).toBe(422);
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(html).toContain(`id="${field}-problem"`);
  expect(html).toContain('value="tomorrow noon"');
  expect((await ctx.db.prepare('SELECT id FROM contact_message').all()).results).toEqual([]);
});

test('a machine that fills the trap gets the usual answer, and nothing happens', async () => {
  const { ctx, ask } = await aDesk();
  const answer = await ask('/contact', formPost({ ...GOOD, website: 'https://spam.example' }));
  expect(answer.status).toBe(200);
  expect((await ctx.db.prepare('SELECT id FROM contact_message').all()).results).toEqual([]);
});

test('a form that comes back at once is asked for again with what was typed; the second press counts', async () => {
  const { ctx, world, ask } = await aDesk();
  const started = /name="started" value="([^"]+)"/.exec(await (await ask('/contact')).text())?.[1] ?? '';
  world.advance(1);
  const answer = await ask('/contact', formPost({ ...GOOD, started }));
  const html = await answer.text();
  expect([answer.status, html.includes('value="tomorrow noon"'), html.includes(started)]).toEqual([422, true, true]);
  expect((await ctx.db.prepare('SELECT id FROM contact_message').all()).results).toEqual([]);
  world.advance(1);
  expect((await ask('/contact', formPost({ ...GOOD, started }))).status).toBe(200);
});

test('where a check for robots is set up, a question passes it as a sign-up does', async () => {
  const { ctx: bare } = await testContext({
    ...PRESS,
    TURNSTILE_SITE_KEY: '1x00000000000000000000AA',
    TURNSTILE_SECRET: '1x0000000000000000000000000000000AA',
  });
  const tokens: string[] = [];
  const check = async (token: string) => {
    tokens.push(token);
    return token === 'good' ? ('passed' as const) : ('failed' as const);
  };
  const ask = askApp({ ...bare, challenge: { check } });
  const page = await ask('/contact');
  expect(page.headers.get('content-security-policy')).toMatch(/script-src [^;]*https:\/\/challenges\.cloudflare\.com/);
  expect(await page.text()).toContain('data-sitekey="1x00000000000000000000AA"');
  const statusOf = async (token: string) =>
    (await ask('/contact', formPost({ ...GOOD, 'cf-turnstile-response': token }))).status;
  expect([await statusOf(''), await statusOf('bad'), await statusOf('good')]).toEqual([422, 422, 200]);
  expect((await ask('/contact', formPost({ ...GOOD, message: '', 'cf-turnstile-response': 'good' }))).status).toBe(422);
  expect(tokens).toEqual(['bad', 'good']);
});

test('one network has ten questions an hour, and one mailbox a receipt in ten minutes', async () => {
  const { ctx, world, ask } = await aDesk();
  const statuses: number[] = [];
  for (let n = 0; n < 12; n += 1) statuses.push((await ask('/contact', formPost(GOOD))).status);
  expect(statuses).toEqual([...Array(10).fill(200), 503, 503]);
  for (let n = 0; n < 4; n += 1) await sendMessages(ctx, 'test');
  const mails = [...world.accepted.values()].flat().map(({ to }) => to);
  expect(mails.filter((to) => to === GOOD.email)).toHaveLength(1);
  expect(mails.filter((to) => to === 'press@example.com')).toHaveLength(10);
});

test('an unreadable body is a form with everything missing', async () => {
  const { ask } = await aDesk();
  expect((await ask('/contact', { method: 'POST', body: new Uint8Array(70_000) })).status).toBe(422);
});

test('the office for the topic comes before that for the language, before the general one, before the press contact', async () => {
  const { ctx } = await aDesk();
  const contact = (name: string, locale: 'zh-Hans' | null, topicId: number | null) => ({
    role: 'investors' as const,
    name,
    email: `${name}@example.com`,
    phone: null,
    locale,
    topicId,
  });
  const settings = {
    ...ctx.settings,
    contacts: [contact('all', null, null), contact('zh', 'zh-Hans', null), contact('topic', null, 7)],
  };
  const who = (locale: 'en' | 'zh-Hans', topicId: number | null, role: 'investors' | 'press' = 'investors') =>
    officeFor({ ...ctx, settings }, { role, locale, topicIds: topicId === null ? [] : [topicId] })?.name;
  expect([who('en', null), who('zh-Hans', null), who('zh-Hans', 7), who('en', 7), who('en', null, 'press')]).toEqual([
    'all',
    'zh',
    'topic',
    'topic',
    'Press office',
  ]);
});

test('fields of a strange type never make a form come back as if nothing had been sent', async () => {
  const { ctx, ask } = await aDesk();
  const init = (fields: object) => ({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...GOOD, ...fields }),
  });
  const count = async () => (await ctx.db.prepare('SELECT id FROM contact_message').all()).results.length;
  const trapped = await ask('/contact', init({ website: 1 }));
  expect([await trapped.text(), await count()]).toEqual([expect.stringContaining('Your question is on its way'), 0]);
  const odd = await ask('/contact', init({ topic: 5, to: ['x'], website: null }));
  expect([await odd.text(), await count()]).toEqual([expect.stringContaining('Your question is on its way'), 1]);
});
