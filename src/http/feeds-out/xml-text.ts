/**
 * The `feed` library (6.0) escapes `&`, `<` and `>` in element text and `"` in attributes. It does not escape `<` in
 * attributes, splits only the first `]]>` of a CDATA section, takes `&amp;` in a text for already escaped, and lets
 * characters through that XML forbids. The functions here prepare what it is given; `finishXml` completes what it made.
 */

// biome-ignore lint/suspicious/noControlCharactersInRegex: these controls are what the expression is there to find.
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]/g;

/** Stand-ins until the document is made: noncharacters, which `cleanText` keeps out of every text. */
const CDATA_END = '\ufffe';
const LESS_THAN = '\uffff';

/** A text without what XML 1.0 forbids or advises against (§2.2); lone surrogates become U+FFFD. */
export function cleanText(text: string): string {
  return text.replace(FORBIDDEN, '').toWellFormed();
}

/** For what the library puts into a CDATA section. */
export function forCdata(text: string): string {
  return cleanText(text).replaceAll(']]>', CDATA_END);
}

/** For what it writes as element text. */
export function forElement(text: string): string {
  return cleanText(text).replaceAll('&', '&amp;');
}

/** For what it writes into an attribute. */
export function forAttribute(text: string): string {
  return cleanText(text).replaceAll('<', LESS_THAN);
}

/** Escapes a text for XML or HTML that we write ourselves, attributes included. */
export function escapeMarkup(text: string): string {
  return cleanText(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** One element of our own; without text it is empty. Attributes that are null are left out. */
export function xmlElement(
  name: string,
  attributes: Record<string, string | number | null>,
  text: string | null = null,
): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== null)
    .map(([key, value]) => ` ${key}="${escapeMarkup(String(value))}"`)
    .join('');
  return text === null ? `<${name}${written}/>` : `<${name}${written}>${escapeMarkup(text)}</${name}>`;
}

/**
 * The library's document made whole: the root gets these attributes instead of its own, the n-th item or entry its own
 * attributes and elements, and the stand-ins become what they stand for. Text in CDATA sections is not touched.
 */
export function finishXml(
  xml: string,
  rootAttributes: string,
  items: readonly { attributes: string; elements: string }[],
): string {
  let next = 0;
  const finished = xml.replace(
    /<!\[CDATA\[[\s\S]*?\]\]>|<(rss|feed|item|entry)(?: [^>]*)?>/g,
    (found, name: string | undefined) => {
      if (name === undefined) return found;
      if (name === 'rss' || name === 'feed') return `<${name} ${rootAttributes}>`;
      const item = items[next++];
      return item ? `<${name}${item.attributes}>${item.elements}` : found;
    },
  );
  return finished.replaceAll(CDATA_END, ']]]]><![CDATA[>').replaceAll(LESS_THAN, '&lt;');
}
