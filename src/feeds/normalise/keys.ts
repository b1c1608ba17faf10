async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The key of an item that names none: its address, else a hash of what it says. */
export async function fallbackKey(item: {
  url: string | null;
  title: string;
  date: string | null;
  text: string;
}): Promise<string> {
  if (item.url !== null) return item.url;
  // A title with a date tells items apart and survives an edited text.
  const source =
    item.title !== '' && item.date !== null ? [item.title, item.date] : [item.title, item.date ?? '', item.text];
  return `sha256:${(await sha256(JSON.stringify(source))).slice(0, 40)}`;
}

/**
 * Tells items of one feed apart that share a key but lead elsewhere: the first keeps it, the others get "|" and their
 * address added. Equal key and equal address stay equal, because that is the same article listed twice.
 */
export function distinctKeys<Item extends { key: string; url: string | null }>(items: readonly Item[]): Item[] {
  const firstUrl = new Map<string, string | null>();
  return items.map((item) => {
    const first = firstUrl.get(item.key);
    if (first === undefined) firstUrl.set(item.key, item.url);
    if (first === undefined || item.url === null || item.url === first) return item;
    return { ...item, key: `${item.key}|${item.url}` };
  });
}
