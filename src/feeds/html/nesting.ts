/** Elements without content or end tag (HTML Standard, void elements, and the obsolete ones among them). */
export const VOID_ELEMENTS: ReadonlySet<string> = new Set(
  'area base br col embed frame hr img input link meta param source track wbr'.split(' '),
);
/** A second one of these right inside the first ends the first (HTML Standard, optional tags). */
const SELF_ENDING = new Set('p li td th tr dd dt option'.split(' '));

function nameAt(html: string, from: number): string {
  let end = from;
  // No element name we know is longer than this.
  while (end < html.length && end < from + 12 && /[a-z0-9]/i.test(html[end] ?? '')) end++;
  return html.slice(from, end).toLowerCase();
}

/** Whether elements in `html` are open inside one another deeper than `limit`, counting like a lenient parser. */
export function nestsDeeperThan(html: string, limit: number): boolean {
  const open: string[] = [];
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at + 1)) {
    if (html[at + 1] === '/') {
      const index = open.lastIndexOf(nameAt(html, at + 2));
      if (index >= 0) open.length = index;
      continue;
    }
    const name = nameAt(html, at + 1);
    if (name === '' || VOID_ELEMENTS.has(name) || (SELF_ENDING.has(name) && open.at(-1) === name)) continue;
    open.push(name);
    if (open.length > limit) return true;
  }
  return false;
}
