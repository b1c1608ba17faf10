import { expect, test } from 'vitest';
import { proveDelivery } from '../../src/services/mailings/prove-delivery.ts';
import type { SendOutcome } from '../../src/services/ports.ts';
import { mailedAddresses, testContext } from '../support/context.ts';
import { aRunningMailing, MAILING, RATE_LIMITED, readerId, runUntilRest } from '../support/mailing.ts';

test.each<[string, SendOutcome | null]>([
  ['taken too', null],
  ['refused', RATE_LIMITED],
])('an answer that comes after its batch was sent again counts once and loses nothing: %s', async (_what, late) => {
  const { ctx, world } = await testContext();
  await aRunningMailing(ctx, 1500);
  const { sendBatch } = ctx.mailer;
  let attempts = 0;
  let letAnswer = () => {};
  const again = new Promise<void>((resolve) => {
    letAnswer = resolve;
  });
  ctx.mailer = {
    ...ctx.mailer,
    async sendBatch(body, key) {
      if (!key.endsWith('/101')) return sendBatch(body, key);
      attempts += 1;
      if (attempts > 1) {
        letAnswer();
        return sendBatch(body, key);
      }
      // The leases of what was claimed run out while this first request is under way.
      world.advance(90);
      await again;
      return late ?? sendBatch(body, key);
    },
  };
  expect(await runUntilRest(ctx, world)).toMatchObject({ state: 'finished', submittedCount: 1500, failedCount: 0 });
  expect(attempts).toBe(2);
  expect(mailedAddresses(world).length).toBe(1500);
  expect(await proveDelivery(ctx, MAILING, readerId(107))).toMatchObject({ outcome: 'submitted', attempts: 2 });
});
