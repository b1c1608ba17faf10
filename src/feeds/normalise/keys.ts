/** Odd constants with well-spread bits, one per lane (the golden ratio's and the fractional parts of small square roots). */
const LANES = [0x9e3779b1, 0x85ebca6b, 0xc2b2ae35, 0x27d4eb2f];

/**
 * 128 bits of a text as hex. Made to tell texts apart within one feed, quickly and without waiting; it keeps no secret and proves
 * nothing, so it need not be a cryptographic hash.
 */
function digest(text: string): string {
  return LANES.map((factor, lane) => {
    let hash = factor ^ text.length;
    for (let index = 0; index < text.length; index++) {
      hash = Math.imul(hash ^ (text.charCodeAt(index) + lane), factor);
      hash = (hash << 13) | (hash >>> 19);
    }
    hash = Math.imul(hash ^ (hash >>> 16), factor);
    return ((hash ^ (hash >>> 15)) >>> 0).toString(16).padStart(8, '0');
  }).join('');
}

/** The key of an item that names none: its address, else a hash of what it says. */
export function fallbackKey(item: { url: string | null; title: string; date: string | null; text: string }): string {
  if (item.url !== null) return item.url;
  // A title with a date tells items apart and survives an edited text.
  const parts =
    item.title !== '' && item.date !== null ? [item.title, item.date] : [item.title, item.date ?? '', item.text];
  return `hash:${digest(JSON.stringify(parts))}`;
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
