/**
 * Waits for a free connection to a host and takes it; the answer gives it back. Rejects with the signal's reason where
 * that comes first.
 */
export type HostGate = (host: string, signal?: AbortSignal | null) => Promise<() => void>;

/** A gate that lets `most` requests a host run at once; the others wait their turn. */
export function createHostGate(most = 2): HostGate {
  const running = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  function leave(host: string): void {
    const next = waiting.get(host)?.shift();
    // The place goes to the next one as it is.
    if (next) {
      next();
      return;
    }
    const left = (running.get(host) ?? 1) - 1;
    if (left > 0) running.set(host, left);
    else running.delete(host);
    waiting.delete(host);
  }

  function ticket(host: string): () => void {
    let isOut = false;
    return () => {
      if (!isOut) leave(host);
      isOut = true;
    };
  }

  return (host, signal) => {
    const count = running.get(host) ?? 0;
    if (count < most) {
      running.set(host, count + 1);
      return Promise.resolve(ticket(host));
    }
    return new Promise((resolve, reject) => {
      const queue = waiting.get(host) ?? [];
      waiting.set(host, queue);
      const enter = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve(ticket(host));
      };
      const giveUp = () => {
        queue.splice(queue.indexOf(enter), 1);
        reject(signal?.reason);
      };
      queue.push(enter);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  };
}
