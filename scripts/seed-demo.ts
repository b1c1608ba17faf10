import { askForJson } from './ask-newsdesk.ts';
import { DEMO_TOPICS, demoStories } from './demo-stories.ts';
import { demoFeed } from './demo-variables.ts';
import type { StandIns } from './stand-ins.ts';
import { subscribeFeed } from './subscribe-feed.ts';

type Newsroom = { base: string; adminToken: string; feedUrl: string; channel: string };
type Known = { id: string; title: string };

/**
 * Puts the demo's topics and stories of its own into a running newsroom, through the door for scripts, and subscribes it to the
 * demo's feed. What is there already stays as it is, so that it may run at every start. Throws with the reason the newsroom gives.
 */
export async function fillDemo(base: string, adminToken: string, standIns: StandIns): Promise<void> {
  // All is there when the feed's first news are announced.
  await seed({ base, adminToken, feedUrl: standIns.feedUrl, channel: standIns.channels.news });
  await subscribeFeed(base, adminToken, demoFeed(standIns));
}

async function seed({ base, adminToken, feedUrl, channel }: Newsroom): Promise<void> {
  const ask = <T>(path: string, body?: unknown) =>
    askForJson<T>({ base, token: adminToken }, `/api/v1${path}`, body).catch((error: Error) => {
      throw new Error(`The demo's ${path} was not taken: ${error.message}`, { cause: error });
    });
  const { topics } = await ask<{ topics: { name: string }[] }>('/topics');
  for (const name of DEMO_TOPICS) {
    if (!topics.some((topic) => topic.name === name)) await ask('/topics', { name });
  }
  const { articles } = await ask<{ articles: Known[] }>('/articles');
  // Only once: whoever takes the channel away does so for good.
  if (articles.length === 0) await ask('/channels', { channel });
  const known = new Map(articles.map(({ id, title }) => [title, id]));
  for (const { title, twin, article } of demoStories(new Date(), base, feedUrl)) {
    if (known.has(title)) continue;
    const translationOf = twin === undefined ? {} : { translationOf: known.get(twin) };
    const { id } = await ask<Known>('/articles', { ...article, ...translationOf, title });
    known.set(title, id);
  }
}
