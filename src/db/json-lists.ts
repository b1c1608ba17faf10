/** D1 takes no text above 2,000,000 bytes (https://developers.cloudflare.com/d1/platform/limits/); a character has three at most. */
const MOST_CHARACTERS = 600_000;

/** Rows as JSON lists, as few as D1 takes as bound values; none without rows. A row of its own may be larger. */
export function jsonLists(rows: readonly unknown[]): string[] {
  const lists: string[][] = [];
  let size = MOST_CHARACTERS;
  for (const row of rows) {
    const text = JSON.stringify(row);
    size += text.length + 1;
    if (size > MOST_CHARACTERS) {
      lists.push([]);
      size = text.length;
    }
    lists.at(-1)?.push(text);
  }
  return lists.map((texts) => `[${texts.join()}]`);
}
