/** What a webhook says in its three headers, and its body as it came. */
export type SignedEvent = { id: string; timestamp: string; signature: string; body: string };

export interface MailEvents {
  /** False until the provider's signing secret is set: then nothing can be told from a forgery. */
  readonly isReady: boolean;
  /** The event of a genuine, fresh webhook, as parsed JSON of any shape; null for one that is forged, stale or no JSON. */
  read(event: SignedEvent): Promise<unknown>;
}
