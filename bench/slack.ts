import type { BenchOptions } from './options.ts';

export async function benchSlack(_options: BenchOptions): Promise<Record<string, unknown>> {
  throw new Error('Not there yet.');
}
