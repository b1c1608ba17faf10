import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { runEmail } from '../../src/services/mailings/run-email.ts';
import { acceptInvitation, readInvitation } from '../../src/services/readers/invitation.ts';
import { addReader, NewReaderShape } from '../../src/services/readers/reader-acts.ts';
import { testContext, type World } from '../support/context.ts';

const FAR = '2026-12-01T00:00:00.000Z';
const AT = '2026-03-01T08:00:00.000Z';

/** A newsroom with one reader, a topic by invitation and a public one. */
async function aNewsroom() {
  const { ctx, world } = await testContext();
  await ctx.db.batch([
    ctx.db
      .prepare(`INSERT INTO subscriber (public_id, email, email_key, name, locale, frequency, state, source, confirmed_at, created_at)
        VALUES ('reader000001', 'eva@example.org', 'eva@example.org', 'Eva', 'en', 'weekly', 'active', 'form', ?1, ?1)`)
      .bind(AT),
    ctx.db
      .prepare(`INSERT INTO topic (public_id, slug, name, visibility, state, position, created_at)
        VALUES ('insiders0001', 'insiders', 'Insiders', 'invite_only', 'active', 1, ?1),
          ('science00001', 'science', 'Science', 'public', 'active', 2, ?1)`)
      .bind(AT),
  ]);
  const invite = (...invitedTo: string[]) =>
    addReader(ctx, NewReaderShape.parse({ email: 'eva@example.org', invitedTo }), 'slack:UANA');
  return { ctx, world, invite };
}

async function choices(ctx: Context) {
  const { results } = await ctx.db
    .prepare('SELECT t.slug, p.state FROM subscription p JOIN topic t ON t.id = p.topic_id')
    .all();
  return results;
}

function tokenOfMail(world: World): string {
  const mail = [...world.accepted.values()].flat().at(-1);
  return /confirm\?t=(i\.[\w.-]+)/.exec(mail?.text ?? '')?.[1] ?? '';
}

test('a reader gets a topic by invitation only once they accept it, with evidence, however often they press', async () => {
  const { ctx, world, invite } = await aNewsroom();
  expect((await invite('insiders')).outcome).toBe('invited');
  await runEmail(ctx, FAR);
  const [mail] = [...world.accepted.values()].flat();
  expect(mail).toMatchObject({ to: 'eva@example.org' });
  expect(mail?.text).toContain('Insiders');
  const token = tokenOfMail(world);
  expect(await readInvitation(ctx, token)).toMatchObject({ kind: 'open', topics: [{ slug: 'insiders' }] });
  expect(await choices(ctx)).toEqual([]);
  expect(await acceptInvitation(ctx, token, null)).toMatchObject({ kind: 'done' });
  expect(await acceptInvitation(ctx, token, null)).toMatchObject({ kind: 'done' });
  expect(await choices(ctx)).toEqual([{ slug: 'insiders', state: 'chosen' }]);
  const { results } = await ctx.db.prepare('SELECT act, page, detail FROM consent').all();
  expect(results).toEqual([{ act: 'changed', page: 'invitation', detail: '{"invitedTo":"insiders"}' }]);
  expect((await invite('insiders')).outcome).toBe('active');
});

test('an invitation twice at once makes one mail, and one to a public topic none', async () => {
  const { ctx, world, invite } = await aNewsroom();
  const outcomes = await Promise.all([invite('insiders'), invite('insiders')]);
  expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['invited', 'limited']);
  await runEmail(ctx, FAR);
  expect(world.accepted.size).toBe(1);
  await expect(invite('science')).rejects.toThrow('invitedTo');
  expect((await invite()).outcome).toBe('active');
});

test('a link that is over, forged, of somebody who left or for a topic that was opened to all accepts nothing', async () => {
  const { ctx, world, invite } = await aNewsroom();
  await invite('insiders');
  await runEmail(ctx, FAR);
  const token = tokenOfMail(world);
  expect(await acceptInvitation(ctx, `${token.slice(0, -2)}AA`, null)).toBeNull();
  const set = (sql: string) => ctx.db.prepare(sql).all();
  await set("UPDATE topic SET visibility = 'public' WHERE slug = 'insiders'");
  expect(await acceptInvitation(ctx, token, null)).toEqual({ kind: 'dead' });
  await set("UPDATE topic SET visibility = 'invite_only' WHERE slug = 'insiders'");
  await set("UPDATE subscriber SET state = 'unsubscribed', left_at = '2026-03-02T00:00:00.000Z'");
  expect(await acceptInvitation(ctx, token, null)).toEqual({ kind: 'dead' });
  await set("UPDATE subscriber SET state = 'active', left_at = NULL");
  world.advance(14 * 86_400 + 1);
  expect(await acceptInvitation(ctx, token, null)).toEqual({ kind: 'dead' });
  expect(await choices(ctx)).toEqual([]);
});
