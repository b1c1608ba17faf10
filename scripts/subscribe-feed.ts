import { askForJson } from './ask-newsdesk.ts';

/** Body of `POST /api/v1/feeds`. */
export type FeedWish = {
  url: string;
  channel: string | null;
  startWith?: 'none' | 'newest_1' | 'newest_3';
  kind?: string;
  textRight?: 'link' | 'extract' | 'full';
  imageRight?: 'none' | 'licensed' | 'own';
  pollFloorSeconds?: number;
};

/** Subscribes a running Newsdesk to a feed. Throws with the reason it gives. */
export async function subscribeFeed(
  base: string,
  adminToken: string,
  wish: FeedWish,
): Promise<{ title: string; itemCount: number }> {
  const asked = askForJson<{ title: string; itemCount: number }>({ base, token: adminToken }, '/api/v1/feeds', wish);
  return asked.catch((error: Error) => {
    throw new Error(`The feed ${wish.url} was not added: ${error.message}`, { cause: error });
  });
}
