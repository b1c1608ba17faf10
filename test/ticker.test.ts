import { afterEach, expect, test, vi } from 'vitest';
import { startTicker } from '../src/ticker.ts';
import { mailedAddresses, testContext, type World } from './support/context.ts';
import { aRunningMailing, theMailing } from './support/mailing.ts';

afterEach(() => {
  vi.useRealTimers();
});

/** A newsroom with a mailing under way, each request of which takes a second. */
async function sending(readers: number) {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, readers);
  world.onSend = (_key, took) => {
    world.advance(1);
    return took();
  };
  return { ctx, world };
}

/** Lets everything run that waits for no timer. */
async function untilQuiet(world: World): Promise<void> {
  for (let calm = 0, seen = -1; calm < 200; calm += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    if (seen !== mailedAddresses(world).length) calm = 0;
    seen = mailedAddresses(world).length;
  }
}

test('work that outlasts a tick goes on in the next one at once, without the pause between two ticks', async () => {
  const { ctx, world } = await sending(5000);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const ticker = startTicker(() => ctx);
  await untilQuiet(world);
  expect(await theMailing(ctx)).toMatchObject({ state: 'finished', submittedCount: 5000 });
  await ticker.stop();
});

test('told to stop in the middle of a send, it ends after the requests under way; the next start sends the rest', async () => {
  const { ctx, world } = await sending(3000);
  let stopping: Promise<void> | null = null;
  let sentWhenStopped = 0;
  const ticker = startTicker(() => ctx);
  world.onSend = (_key, took) => {
    if (world.accepted.size === 5 && !stopping) {
      stopping = ticker.stop();
      sentWhenStopped = world.accepted.size;
    }
    return took();
  };
  await vi.waitUntil(() => stopping !== null, { timeout: 15_000 });
  await stopping;
  expect(world.accepted.size - sentWhenStopped).toBeLessThanOrEqual(4);
  world.onSend = null;
  const again = startTicker(() => ctx);
  await vi.waitUntil(async () => (await theMailing(ctx)).state === 'finished', { timeout: 15_000 });
  await again.stop();
  expect(mailedAddresses(world)).toHaveLength(3000);
  expect(new Set(mailedAddresses(world)).size).toBe(3000);
});
