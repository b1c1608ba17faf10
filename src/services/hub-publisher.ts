import type { HubAnswer } from './ports.ts';

export interface HubPublisher {
  /** Tells a WebSub hub that these feeds of ours changed. Never throws for what a hub does. */
  publish(hubUrl: string, feedUrls: readonly string[]): Promise<HubAnswer>;
}
