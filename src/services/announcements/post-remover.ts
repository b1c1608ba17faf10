/**
 * What became of a post that is to go. rewritten: it says that it was withdrawn, because people answered it or Slack lets
 * nobody delete it. refused with a delay: later; without: never. unanswered: asking again does no harm.
 */
export type RemovalOutcome =
  | { kind: 'deleted' | 'rewritten' }
  | { kind: 'refused'; code: string; retryAfterSeconds: number | null }
  | { kind: 'unanswered'; code: string };

export interface PostRemover {
  /** Takes one of our own messages away. `by` is the actor as the audit names it, null for nobody in particular. */
  remove(channelId: string, ts: string, by: string | null): Promise<RemovalOutcome>;
}
