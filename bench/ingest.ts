import type { BenchOptions } from './options.ts';

export async function benchIngest(_options: BenchOptions): Promise<Record<string, unknown>> {
  throw new Error('Not there yet.');
}
