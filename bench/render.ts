import type { BenchOptions } from './options.ts';

export async function benchRender(_options: BenchOptions): Promise<Record<string, unknown>> {
  throw new Error('Not there yet.');
}
