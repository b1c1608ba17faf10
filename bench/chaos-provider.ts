import { type Fault, NO_FAULT, startFaultProxy, TOO_MANY } from '../test/support/fault-proxy.ts';
import { seeded } from './figures.ts';

export type ChaosProviderReport = {
  requests: number;
  mismatches: number;
  /** How often each address was mailed. */
  addresses: Record<string, number>;
  refused: string[];
};

/** How many of a thousand requests meet each fault; the rest meet none. */
const SHARES: [number, (random: () => number) => Fault][] = [
  [15, () => TOO_MANY],
  [15, () => ({ kind: 'status', status: 500, name: 'application_error' })],
  [5, () => ({ kind: 'status', status: 503, name: 'service_unavailable' })],
  [3, () => ({ kind: 'status', status: 429, name: 'daily_quota_exceeded' })],
  [3, () => ({ kind: 'status', status: 429, name: 'monthly_quota_exceeded' })],
  [3, () => ({ kind: 'status', status: 403, name: 'invalid_api_key' })],
  [5, () => ({ kind: 'status', status: 409, name: 'concurrent_idempotent_requests' })],
  [5, () => ({ kind: 'status', status: 409, name: 'resource_locked' })],
  [5, () => ({ kind: 'timeout', when: 'before' })],
  [5, () => ({ kind: 'timeout', when: 'after' })],
  [20, () => ({ kind: 'reset', when: 'before' })],
  [30, () => ({ kind: 'reset', when: 'after' })],
  [15, () => ({ kind: 'broken_after' })],
  [10, () => ({ kind: 'garbage' })],
  [20, (random) => ({ kind: 'permissive', indexes: [Math.floor(random() * 50)] })],
  [100, (random) => ({ kind: 'slow', milliseconds: 20 + random() * 200 })],
];

/** A provider with every fault there is, in a process of its own that nobody kills. */
async function main(): Promise<void> {
  const random = seeded(Number(process.env.SEED));
  const proxy = await startFaultProxy(() => {
    let dice = random() * 1000;
    for (const [share, fault] of SHARES) {
      dice -= share;
      if (dice < 0) return fault(random);
    }
    return NO_FAULT;
  });
  process.once('disconnect', () => process.exit(0));
  process.on('message', () => {
    const { mailed, mismatches, refused, requests } = proxy;
    const addresses = Object.fromEntries(mailed);
    process.send?.({ requests, mismatches, addresses, refused: [...refused] } satisfies ChaosProviderReport);
  });
  process.send?.({ baseUrl: proxy.baseUrl });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
});
