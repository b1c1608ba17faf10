import { expect, test } from 'vitest';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { sendDigest } from '../../src/services/mailings/send-digest.ts';
import { testContext } from '../support/context.ts';
import { addArticles, addReader } from './mailing-world.ts';

async function mailOf(count: number, countsLinks: boolean, source: { outlet: string; url: string } | null = null) {
  const { ctx, world } = await testContext({ SEND_HOLD_SECONDS: '0' });
  ctx.settings = { ...ctx.settings, sending: { ...ctx.settings.sending, countsLinks } };
  await addArticles(
    ctx,
    Array.from({ length: count }, (_, n) => `Story${n}`),
  );
  if (source) {
    await ctx.db.prepare('UPDATE article SET outlet = ?1, url = ?2').bind(source.outlet, source.url).all();
  }
  await addReader(ctx, 'ana', { frequency: 'weekly' });
  const result = await sendDigest(ctx, { by: 'slack:UANA', reportChannel: null, typedCount: null });
  if (result.kind !== 'holding') throw new Error('The digest was not approved.');
  await runEmail(ctx, '2099-01-01T00:00:00.000Z');
  const [mail] = [...world.accepted.values()].flat();
  if (!mail) throw new Error('Nothing was mailed.');
  return { mail, publicId: result.mailing.publicId };
}

test('a digest that had no room for all says how many more stand in the newsroom', async () => {
  const { mail } = await mailOf(23, false);
  expect(mail.text).toContain('And 3 more in the newsroom');
  expect(mail.html).toContain('And 3 more in the newsroom');
});

test('a digest that had room for all says nothing of more', async () => {
  const { mail } = await mailOf(20, false);
  expect(mail.text).not.toContain('more in the newsroom');
});

test.each([true, false])('links lead over the address that counts them only where that is on: %s', async (isOn) => {
  const { mail, publicId } = await mailOf(1, isOn);
  const counted = `https://news.example.com/r/${publicId}/a-Story0`;
  expect(mail.html.includes(counted)).toBe(isOn);
  expect(mail.text.includes(counted)).toBe(isOn);
  expect(mail.html.includes('https://news.example.com/articles/story0')).toBe(!isOn);
});

test.each([true, false])(
  '“Read at” leads to the outlet, over the address that counts where that is on: %s',
  async (isOn) => {
    const { mail, publicId } = await mailOf(1, isOn, { outlet: 'STAT', url: 'https://stat.example/story' });
    const url = isOn ? `https://news.example.com/r/${publicId}/a-Story0?to=source` : 'https://stat.example/story';
    expect(mail.text).toContain(`Read at STAT\n${url}\n`);
    expect(mail.html).toContain(`<a class="t" href="${url}">Read at STAT</a>`);
  },
);
