/** What becomes of an element: its content is text, it has only attributes, or its children are read in a new context. */
export type ElementRule = 'text' | 'empty' | 'structure';

/** Where an element stands, named after the nearest element with structure. */
export type Context = 'feed' | 'item' | 'source' | 'author' | 'media:group' | 'media:content';

function rules(rule: ElementRule, names: string): [string, ElementRule][] {
  return names.split(/\s+/).map((name) => [name, rule]);
}

const MEDIA = rules('text', 'media:title media:description media:credit media:keywords');

const FEED: ReadonlyMap<string, ElementRule> = new Map([
  ...rules('text', 'skiphours skipdays'),
  ...rules('text', 'title link language ttl dc:language dc:title dc:creator itunes:author author'),
  ...rules('text', 'sy:updatePeriod sy:updateFrequency'),
  ...rules('empty', 'atom:link'),
  ...rules('structure', 'atom:author'),
]);

const ITEM: ReadonlyMap<string, ElementRule> = new Map([
  ...rules('text', 'title link description guid pubDate author category source image summary content body language'),
  ...rules('text', 'date published updated modified issued created'),
  ...rules('text', 'dc:title dc:date dc:creator dc:subject dc:language dc:description'),
  ...rules('text', 'dcterms:created dcterms:issued dcterms:modified dcterms:date dcterms:available dcterms:abstract'),
  ...rules('text', 'content:encoded xhtml:body xhtml:div prism:publicationDate'),
  ...rules('text', 'itunes:author itunes:summary itunes:subtitle itunes:keywords'),
  ...rules('text', 'atom:title atom:id atom:summary atom:content atom:published atom:updated'),
  ...rules('text', 'atom:issued atom:modified atom:created'),
  ...rules('empty', 'enclosure itunes:image media:thumbnail atom:link atom:category'),
  ...rules('structure', 'media:group media:content atom:author'),
  ...MEDIA,
]);

/** Elements of an Atom document stand under the `atom:` prefix here, whatever prefix the document gave them. */
const ATOM_FEED: ReadonlyMap<string, ElementRule> = new Map([
  ...rules('text', 'atom:title dc:language'),
  ...rules('text', 'sy:updatePeriod sy:updateFrequency'),
  ...rules('text', 'atom:link'),
  ...rules('structure', 'atom:author'),
]);

const ATOM_ENTRY: ReadonlyMap<string, ElementRule> = new Map([
  ...[...ITEM].filter(([name]) => name.includes(':')),
  ...rules('text', 'atom:link atom:pubDate atom:date atom:description atom:guid'),
  ...rules('empty', 'atom:enclosure'),
  ...rules('structure', 'atom:source'),
]);

const RULES: Record<Context, ReadonlyMap<string, ElementRule>> = {
  feed: FEED,
  item: ITEM,
  source: new Map(rules('text', 'atom:title')),
  author: new Map(rules('text', 'atom:name atom:email atom:uri')),
  'media:group': new Map([...MEDIA, ...rules('empty', 'media:thumbnail'), ...rules('structure', 'media:content')]),
  'media:content': new Map([...MEDIA, ...rules('empty', 'media:thumbnail')]),
};

/** The two families of syndication documents; RDF-based RSS reads like RSS. */
export type Dialect = 'rss' | 'atom';

/** What to do with an element there, or null where we have no use for it. */
export function ruleFor(dialect: Dialect, context: Context, name: string): ElementRule | null {
  if (dialect === 'atom' && context === 'feed') return ATOM_FEED.get(name) ?? null;
  if (dialect === 'atom' && context === 'item') return ATOM_ENTRY.get(name) ?? null;
  return RULES[context].get(name) ?? null;
}

/** The context inside an element whose rule is `structure`. */
export function contextInside(name: string): Context {
  if (name === 'atom:author') return 'author';
  if (name === 'atom:source') return 'source';
  return name === 'media:group' ? 'media:group' : 'media:content';
}

/** Every element name of feeds and items that the parser must hand on. */
export const FEED_NAMES: readonly string[] = [...new Set([...FEED.keys(), ...ATOM_FEED.keys()])];
export const ITEM_NAMES: readonly string[] = [...new Set([...ITEM.keys(), ...ATOM_ENTRY.keys()])];

/** Attributes kept, by their name in lower case, under the name they are written with. */
export const ATTRIBUTES: ReadonlyMap<string, string> = new Map(
  `href rel type url medium width height term label mode isPermaLink`
    .split(' ')
    .map((name) => [name.toLowerCase(), name]),
);

/** Relations of links somebody here asks for; blogs give every entry a handful more. */
const RELATIONS =
  /^(?:(?:http:\/\/www\.iana\.org\/assignments\/relation\/)?(?:alternate|self|enclosure|canonical|hub))?$/i;

/** Whether a link of that relation is worth handing on. */
export function isUsefulRelation(rel: string | undefined): boolean {
  return RELATIONS.test(rel?.trim() ?? '');
}
