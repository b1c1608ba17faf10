/** Prefix → namespace URI as in scope at one element. The default namespace has the empty prefix. */
export type Scope = ReadonlyMap<string, string>;

/** Our prefix for every namespace we read, by its URI without scheme, `www.`, trailing slash or hash, in lower case. */
const PREFIX_OF: ReadonlyMap<string, string> = new Map([
  ['w3.org/2005/atom', 'atom'],
  ['purl.org/atom/ns', 'atom'],
  ['example.com/newformat', 'atom'],
  ['purl.org/rss/1.0', ''],
  ['purl.org/net/rss1.1', ''],
  ['my.netscape.com/rdf/simple/0.9', ''],
  ['channel.netscape.com/rdf/simple/0.9', ''],
  ['backend.userland.com/rss', ''],
  ['backend.userland.com/rss2', ''],
  ['backend.userland.com/rss091', ''],
  ['blogs.law.harvard.edu/tech/rss', ''],
  ['cyber.law.harvard.edu/rss', ''],
  ['w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['purl.org/dc/elements/1.0', 'dc'],
  ['purl.org/dc/elements/1.1', 'dc'],
  ['purl.org/metadata/dublin_core', 'dc'],
  ['purl.org/dc/terms', 'dcterms'],
  ['purl.org/rss/1.0/modules/content', 'content'],
  ['purl.org/rss/1.0/modules/syndication', 'sy'],
  ['search.yahoo.com/mrss', 'media'],
  ['video.search.yahoo.com/mrss', 'media'],
  ['tools.search.yahoo.com/mrss', 'media'],
  ['itunes.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['example.com/dtds/podcast-1.0.dtd', 'itunes'],
  ['w3.org/1999/xhtml', 'xhtml'],
  ['prismstandard.org/namespaces/basic/2.0', 'prism'],
  ['prismstandard.org/namespaces/1.2/basic', 'prism'],
  ['w3.org/xml/1998/namespace', 'xml'],
]);

/** Prefixes that mean what they usually mean where their URI is undeclared or unknown. */
const USUAL: ReadonlySet<string> = new Set(PREFIX_OF.values());

/** Names whose case matters to the parser behind us; feeds write them in any case. */
const CASED: ReadonlyMap<string, string> = new Map(
  ['pubDate', 'isPermaLink', 'updatePeriod', 'updateFrequency', 'publicationDate', 'coverDate'].map((name) => [
    name.toLowerCase(),
    name,
  ]),
);

function uriKey(uri: string): string {
  return uri
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, '')
    .replace(/^www\./, '')
    .replace(/[/#]+$/, '');
}

/** Our prefix for a namespace URI, or null where it is none we read. */
function prefixOfUri(uri: string): string | null {
  return PREFIX_OF.get(uriKey(uri)) ?? null;
}

/**
 * An element's name under our own prefixes (`c:encoded` → `content:encoded`), lower case but for the few names whose
 * case matters. The URI decides; where it is missing or unknown the usual prefix does. `?:name` is a foreign element.
 */
export function canonicalName(raw: string, scope: Scope): string {
  const colon = raw.indexOf(':');
  const written = colon < 0 ? '' : raw.slice(0, colon);
  const lower = raw.slice(colon + 1).toLowerCase();
  const local = CASED.get(lower) ?? lower;
  const uri = scope.get(written);
  const known = uri ? prefixOfUri(uri) : null;
  const literal = written.toLowerCase();
  const prefix = known ?? (USUAL.has(literal) ? literal : '?');
  return prefix === '' ? local : `${prefix}:${local}`;
}

/** Scopes are copied when they change; real documents stay far below this. */
const MOST_PREFIXES = 64;

/** The scope inside an element that carries these `xmlns` attributes; the same object where it carries none. */
export function innerScope(outer: Scope, attributes: readonly (readonly [string, string])[]): Scope {
  let scope: Map<string, string> | null = null;
  for (const [name, value] of attributes) {
    if (!name.startsWith('xmlns')) continue;
    if (name !== 'xmlns' && name[5] !== ':') continue;
    scope ??= new Map(outer);
    if (scope.size < MOST_PREFIXES) scope.set(name.slice(6), value);
  }
  return scope ?? outer;
}
