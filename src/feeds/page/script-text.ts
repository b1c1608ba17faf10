const END = /<\/script/gi;
/** Longer data in a page is not about one article. */
const LONGEST = 500_000;

/** The text of a script that begins at `from`; null where it never ends; empty where it is overlong. */
export function scriptText(html: string, from: number): string | null {
  END.lastIndex = from;
  const end = END.exec(html)?.index;
  if (end === undefined) return null;
  return end - from > LONGEST ? '' : html.slice(from, end);
}
