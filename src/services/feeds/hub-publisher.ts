/** accepted: it will verify with the callback. unanswered: it may have taken it; asking again does no harm. */
export type HubAnswer = { kind: 'accepted' } | { kind: 'refused' | 'unanswered'; message: string };

export interface HubPublisher {
  /** Tells a WebSub hub that these feeds of ours changed. Never throws for what a hub does. */
  publish(hubUrl: string, feedUrls: readonly string[]): Promise<HubAnswer>;
}
