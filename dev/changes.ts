/** Tells open pages that something they show has changed. */
export type Changes = { ring(): void; listen(listener: () => void): () => void };

/** `listen` returns the function that ends listening. */
export function createChanges(): Changes {
  const listeners = new Set<() => void>();
  return {
    ring() {
      for (const listener of listeners) listener();
    },
    listen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
