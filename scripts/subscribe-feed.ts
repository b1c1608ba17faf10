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
  const response = await fetch(`${base}/api/v1/feeds`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(wish),
  });
  const answer = (await response.json()) as { title?: string; itemCount?: number; error?: { message?: string } };
  if (!response.ok) throw new Error(`The feed ${wish.url} was not added: ${answer.error?.message ?? response.status}`);
  return { title: answer.title ?? wish.url, itemCount: answer.itemCount ?? 0 };
}
