declare module 'cloudflare:workers' {
  /** The bindings of the Worker that hosts the tests. */
  export const env: Record<string, unknown>;
}
