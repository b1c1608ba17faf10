import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Changes } from '../changes.ts';

/** Keeps a page informed: a `change` event for each change, and a sign of life in between. */
export function streamChanges(c: Context, changes: Changes) {
  return streamSSE(c, async (stream) => {
    const stop = changes.listen(() => void stream.writeSSE({ event: 'change', data: '' }));
    stream.onAbort(stop);
    while (!stream.aborted) {
      await stream.writeSSE({ event: 'alive', data: '' });
      await stream.sleep(15_000);
    }
  });
}
