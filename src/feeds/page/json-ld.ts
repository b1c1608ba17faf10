import { canonicalUrl } from '../../domain/article-key.ts';
import type { RawImage } from '../raw-feed.ts';

/** What linked data (schema.org in JSON-LD) says of the page's article. Lists hold candidates, best first. */
export type LinkedArticle = {
  headlines: string[];
  outlets: string[];
  authors: string[];
  published: string[];
  updated: string[];
  languages: string[];
  descriptions: string[];
  urls: string[];
  images: RawImage[];
};

type Node = Record<string, unknown>;

const ARTICLE =
  /^(?:https?:\/\/schema\.org\/)?(?:(?:News|Report|TechReport|ReportageNews|AnalysisNews|OpinionNews|BackgroundNews|ReviewNews|Scholarly|MedicalScholarly|Tech|Satirical|AdvertiserContent)?Article|Report|BlogPosting|LiveBlogPosting|SocialMediaPosting|PressRelease)$/;
const MOST_NODES = 500;
const MOST_VALUES = 20;
/** Real data nests about four deep. */
const DEEPEST = 8;

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value.slice(0, MOST_VALUES) : value === undefined || value === null ? [] : [value];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a script's JSON; with the faults sites make in it taken out: comment marks around it, raw line ends, loose commas. */
function parseLenient(text: string): unknown {
  const exact = parse(text);
  if (exact !== undefined) return exact;
  const repaired = text
    .replace(/^\s*(?:<!--|\/\*\s*<!\[CDATA\[\s*\*\/|\/\/\s*<!\[CDATA\[|<!\[CDATA\[)/, '')
    .replace(/(?:-->|\/\*\s*\]\]>\s*\*\/|\/\/\s*\]\]>|\]\]>)\s*;?\s*$/, '')
    .replace(/\p{Cc}/gu, ' ')
    .replace(/,[ ]{0,50}([}\]])/g, '$1')
    .replace(/;\s*$/, '');
  return parse(repaired);
}

/** Every object in the data, outer ones first, at most MOST_NODES; objects that name each other by `@id` are all there. */
function collectNodes(roots: readonly unknown[]): Node[] {
  const nodes: Node[] = [];
  let level: unknown[] = [...roots];
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next: unknown[] = [];
    for (const value of level) {
      if (nodes.length >= MOST_NODES) return nodes;
      if (isNode(value)) nodes.push(value);
      const inner = Array.isArray(value) ? value : isNode(value) ? Object.values(value) : [];
      for (const part of inner.slice(0, MOST_NODES)) {
        if (typeof part === 'object' && part !== null && next.length < MOST_NODES * 4) next.push(part);
      }
    }
    level = next;
  }
  return nodes;
}

function isArticle(node: Node): boolean {
  return listOf(node['@type']).some((type) => typeof type === 'string' && ARTICLE.test(type));
}

/** Texts of a value: strings and numbers as they are, objects by `key` or through the node they name. */
function textsOf(value: unknown, key: string, byId: ReadonlyMap<string, Node>): string[] {
  return listOf(value).flatMap((part) => {
    if (typeof part === 'string') return [part];
    if (typeof part === 'number') return [String(part)];
    if (!isNode(part)) return [];
    const named = part[key] ?? byId.get(String(part['@id'] ?? ''))?.[key] ?? part['@value'];
    return listOf(named).filter((text) => typeof text === 'string');
  });
}

function pixels(value: unknown): number | null {
  const number = Number.parseInt(isNode(value) ? String(value.value) : String(value), 10);
  return number > 0 ? number : null;
}

function imagesOf(value: unknown, byId: ReadonlyMap<string, Node>): RawImage[] {
  return listOf(value).flatMap((part) => {
    const node: Node = isNode(part) ? { ...byId.get(String(part['@id'] ?? '')), ...part } : { url: part };
    const text = (name: string) => textsOf(node[name], 'name', byId)[0] ?? null;
    const url = textsOf(node.url, '@id', byId)[0] ?? textsOf(node.contentUrl, '@id', byId)[0];
    if (url === undefined) return [];
    const [width, height] = [pixels(node.width), pixels(node.height)];
    const credit = text('creditText') ?? text('copyrightHolder');
    return [{ url, alt: text('alternateName'), caption: text('caption'), credit, width, height, base: null }];
  });
}

function readNode(node: Node, byId: ReadonlyMap<string, Node>): LinkedArticle {
  const texts = (names: readonly string[], key: string) => names.flatMap((name) => textsOf(node[name], key, byId));
  return {
    headlines: texts(['headline', 'name', 'alternativeHeadline'], 'name'),
    outlets: texts(['publisher', 'sourceOrganization'], 'name'),
    authors: texts(['author', 'creator'], 'name'),
    published: texts(['datePublished', 'dateCreated', 'uploadDate'], '@value'),
    updated: texts(['dateModified'], '@value'),
    languages: texts(['inLanguage'], 'alternateName'),
    descriptions: texts(['description', 'abstract'], 'name'),
    urls: texts(['mainEntityOfPage', 'url'], '@id'),
    images: [...imagesOf(node.image, byId), ...imagesOf(node.thumbnailUrl, byId)],
  };
}

/**
 * The article a page's JSON-LD scripts describe: of several, the one that names this page, else the first. Null where they
 * describe none. Broken scripts are passed over.
 */
export function readJsonLd(scripts: readonly string[], pageUrl: string): LinkedArticle | null {
  const nodes = collectNodes(scripts.map(parseLenient));
  const byId = new Map<string, Node>();
  for (const node of nodes) {
    const id = node['@id'];
    // A mere reference has nothing but its id; the object itself says more.
    if (typeof id === 'string' && Object.keys(node).length > 1 && !byId.has(id)) byId.set(id, node);
  }
  const articles = nodes
    .filter(isArticle)
    .slice(0, 50)
    .map((node) => readNode(node, byId));
  const here = canonicalUrl(pageUrl);
  return articles.find(({ urls }) => urls.some((url) => canonicalUrl(url) === here)) ?? articles[0] ?? null;
}
