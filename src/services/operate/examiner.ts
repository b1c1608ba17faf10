/** What Slack says of our token. `scopes` null: it did not say. `unconnected`: no workspace is installed, or it took the token back. */
export type SlackFacts =
  | { kind: 'known'; team: string; botUserId: string; scopes: string[] | null }
  | { kind: 'refused'; code: string }
  | { kind: 'unconnected' }
  | { kind: 'unanswered' };

export type ChannelFacts = 'member' | 'not_member' | 'archived' | 'missing' | 'unknown';

/** One DNS record of a sending domain, as the provider reports it. */
export type DomainRecord = { purpose: string; type: string; name: string; value: string; status: string };

/** What the mail provider says of the domain we send from. `restricted`: the key may only send, which is enough to run. */
export type DomainFacts =
  | { kind: 'known'; status: string; records: DomainRecord[] }
  | { kind: 'missing'; others: string[] }
  | { kind: 'restricted' }
  | { kind: 'refused'; message: string }
  | { kind: 'unanswered' };

/** Questions to the providers that change nothing; none ever throws for what a provider answers. */
export interface Examiner {
  slack(): Promise<SlackFacts>;
  channel(channelId: string): Promise<ChannelFacts>;
  domain(name: string): Promise<DomainFacts>;
}
