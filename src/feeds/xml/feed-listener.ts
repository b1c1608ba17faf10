import { captureClose, captureOpen, createCapture } from './capture.ts';
import { type Frame, frameFor, innerBase, innerLanguage } from './frames.ts';
import { canonicalName, innerScope, type Scope } from './namespaces.ts';
import { declaredEntities, decodeReferences } from './references.ts';
import type { MarkupListener, RawAttributes } from './scan.ts';
import { setAside } from './stash.ts';
import { contextInside, type Dialect, type ElementRule, isUsefulRelation, ruleFor } from './vocabulary.ts';
import {
  type CleanFeed,
  createWriter,
  finishPending,
  popFrames,
  type Writer,
  write,
  writtenAttributes,
  writtenDocument,
  writtenPlace,
} from './writer.ts';

type Reader = Writer & {
  source: string;
  /** Elements opened deeper than we follow. */
  tooDeep: number;
  scopedNames: Map<Scope, Map<string, string>>;
  /** Whether the document opens more items than it closes; null until somebody asks. */
  losesItemEnds: boolean | null;
  /** A channel stands inside the root, which makes RDF a feed even where we read nothing of it. */
  hasChannel: boolean;
  /** The root belongs to another kind of document. */
  isForeign: boolean;
};

const DEEPEST = 100;
const MOST_ITEMS = 5_000;
const LONGEST_DOCTYPE = 100_000;
const ROOTS: ReadonlyMap<string, Dialect> = new Map([
  ['rss', 'rss'],
  ['rdf', 'rss'],
  ['channel', 'rss'],
  ['feed', 'atom'],
  ['entry', 'atom'],
]);
/** A page or a sitemap that quotes a feed element further down is still no feed. */
const FOREIGN_ROOT = /^(?:html|head|body|urlset|sitemapindex|opml)$/i;
const ENVELOPES: ReadonlySet<string> = new Set(['channel', 'rss', 'atom:feed', 'rdf:rdf']);

function nameOf(reader: Reader, raw: string, scope: Scope): string {
  let names = reader.scopedNames.get(scope);
  if (!names) {
    names = new Map();
    reader.scopedNames.set(scope, names);
  }
  let name = names.get(raw);
  if (name === undefined) {
    name = canonicalName(raw, scope);
    if (reader.dialect === 'atom' && !name.includes(':')) name = `atom:${name}`;
    names.set(raw, name);
  }
  return name;
}

/** Documents put many wrong URIs on their root as default namespace; there an unprefixed name is the format's own. */
function documentScope(outer: Scope, attributes: RawAttributes): Scope {
  const scope = innerScope(outer, attributes);
  return scope === outer || !scope.has('') ? scope : new Map([...scope, ['', '']]);
}

function placeInside(reader: Reader, outer: Frame | undefined, attributes: RawAttributes) {
  return {
    base: innerBase(outer?.base ?? null, attributes, reader.documentUrl),
    language: innerLanguage(outer?.language ?? null, attributes),
  };
}

function openRoot(reader: Reader, raw: string, attributes: RawAttributes): void {
  const local = raw.slice(raw.indexOf(':') + 1).toLowerCase();
  reader.dialect = ROOTS.get(local) ?? null;
  if (!reader.dialect) return;
  const scope = documentScope(new Map(), attributes);
  const place = placeInside(reader, undefined, attributes);
  reader.frames.push({
    name: raw.toLowerCase(),
    kind: 'document',
    context: 'feed',
    scope,
    ...place,
    hasChildren: false,
    written: '',
  });
  if (local === 'entry') openItem(reader, raw, attributes);
}

function openItem(reader: Reader, raw: string, attributes: RawAttributes): void {
  if (reader.itemAt >= 0) popFrames(reader, reader.itemAt);
  const outer = reader.frames.at(-1);
  if (!outer) return;
  const place = placeInside(reader, outer, attributes);
  const element = reader.dialect === 'atom' ? 'entry' : 'item';
  const scope = reader.dialect === 'rss' ? documentScope(outer.scope, attributes) : innerScope(outer.scope, attributes);
  const about = attributes.find(([name]) => /(?:^|:)about$/i.test(name))?.[1];
  const isFull = reader.itemCount >= MOST_ITEMS;
  reader.itemAt = reader.frames.length;
  if (!isFull) {
    const key = about ? ` rdf:about="${setAside(reader.stash, decodeReferences(about, reader.entities).trim())}"` : '';
    write(reader, `<${element}${key}${writtenPlace(reader, place)}>`);
  }
  reader.frames.push({
    name: raw.toLowerCase(),
    kind: isFull ? 'skip' : 'item',
    context: 'item',
    scope,
    ...place,
    hasChildren: about !== undefined,
    written: `</${element}>`,
  });
}

type KnownElement = { raw: string; name: string; rule: ElementRule; scope: Scope };

function openKnown(
  reader: Reader,
  outer: Frame,
  { name, raw, rule, scope }: KnownElement,
  attributes: RawAttributes,
): void {
  const base = innerBase(outer.base, attributes, reader.documentUrl);
  const written = writtenAttributes(reader, attributes) + writtenPlace(reader, { base, language: null });
  if (rule === 'text') {
    reader.pending = { name, attributes: written, capture: createCapture(raw) };
    return;
  }
  const isStructure = rule === 'structure';
  reader.names.add(name);
  write(reader, `<${name}${written}${isStructure ? '' : '/'}>`);
  const inside: Partial<Frame> = isStructure
    ? { kind: 'structure', context: contextInside(name), written: `</${name}>` }
    : { kind: 'skip', written: '' };
  reader.frames.push({ ...outer, name: raw.toLowerCase(), scope, base, ...inside });
}

/** Whether an item starts here. One inside another counts only where end tags of items are missing. */
function startsItem(reader: Reader, name: string): boolean {
  if (name !== (reader.dialect === 'atom' ? 'atom:entry' : 'item')) return false;
  if (reader.itemAt < 0) return true;
  reader.losesItemEnds ??= losesItemEnds(reader.source);
  return reader.losesItemEnds;
}

function losesItemEnds(source: string): boolean {
  let open = 0;
  for (const [tag] of source.matchAll(/<\/?(?:\w{1,20}:)?(?:item|entry)(?:\s[^<>]*)?>/gi)) {
    if (tag.startsWith('</')) open--;
    else if (!tag.endsWith('/>')) open++;
  }
  return open > 0;
}

function openElement(reader: Reader, raw: string, attributes: RawAttributes): void {
  const outer = reader.frames.at(-1);
  if (!outer) {
    openRoot(reader, raw, attributes);
    return;
  }
  const scope = innerScope(outer.scope, attributes);
  const name = nameOf(reader, raw, scope);
  if (startsItem(reader, name)) {
    openItem(reader, raw, attributes);
    return;
  }
  outer.hasChildren = true;
  if (outer.kind === 'document' && ENVELOPES.has(name)) {
    if (name === 'channel') reader.hasChannel = true;
    const place = placeInside(reader, outer, attributes);
    reader.frames.push({ ...outer, name: raw.toLowerCase(), scope: documentScope(outer.scope, attributes), ...place });
    return;
  }
  const isIdle = name === 'atom:link' && !isUsefulRelation(attributes.find(([key]) => key === 'rel')?.[1]);
  const isSkipped = outer.kind === 'skip' || !reader.dialect || isIdle;
  const rule = isSkipped || !reader.dialect ? null : ruleFor(reader.dialect, outer.context, name);
  if (rule) openKnown(reader, outer, { raw, name, rule, scope }, attributes);
  else reader.frames.push({ ...outer, name: raw.toLowerCase(), kind: 'skip', scope, written: '' });
}

function onOpen(reader: Reader, raw: string, attributes: RawAttributes, selfClosing: boolean): void {
  if (!reader.dialect && FOREIGN_ROOT.test(raw)) reader.isForeign = true;
  if (reader.isForeign) return;
  if (reader.pending) {
    const isItem =
      /^(?:\w+:)?(?:item|entry)$/i.test(raw) && startsItem(reader, reader.dialect === 'atom' ? 'atom:entry' : 'item');
    if (!isItem) {
      captureOpen(reader.pending.capture, raw, attributes, selfClosing);
      return;
    }
    finishPending(reader);
  }
  if (reader.frames.length >= DEEPEST) {
    if (!selfClosing) reader.tooDeep++;
    return;
  }
  const before = reader.frames.length;
  openElement(reader, raw, attributes);
  if (!selfClosing) return;
  if (reader.pending) finishPending(reader);
  else if (before > 0) popFrames(reader, Math.min(before, reader.frames.length));
}

function onClose(reader: Reader, raw: string): void {
  const { pending } = reader;
  if (pending) {
    if (captureClose(pending.capture, raw)) return;
    const { rawName } = pending.capture;
    const isItsEnd = rawName === raw || rawName.toLowerCase() === raw.toLowerCase();
    if (!isItsEnd && frameFor(reader.frames, raw) < 0) return;
    finishPending(reader);
    if (isItsEnd) return;
  }
  if (reader.tooDeep > 0) {
    reader.tooDeep--;
    return;
  }
  const index = frameFor(reader.frames, raw);
  // The root stays open: junk behind it, or a second root, is read as more of the same feed.
  if (index > 0) popFrames(reader, index);
}

function onText(reader: Reader, kind: 'text' | 'cdata', value: string): void {
  if (reader.pending) {
    reader.pending.capture.parts.push({ kind, value });
    return;
  }
  const frame = reader.frames.at(-1);
  if (frame?.kind !== 'structure' || frame.context !== 'author') return;
  // Atom wants a name element inside an author; some write the name straight.
  const name = (kind === 'text' ? decodeReferences(value, reader.entities) : value).trim();
  if (name !== '') write(reader, `<atom:name>${setAside(reader.stash, name)}</atom:name>`);
}

/** A listener that writes the clean document of `source`, and `finish` to take it; null where it was no feed. */
export function createFeedListener(source: string, documentUrl: string | null) {
  const reader: Reader = {
    ...createWriter(documentUrl),
    source,
    tooDeep: 0,
    scopedNames: new Map(),
    losesItemEnds: null,
    hasChannel: false,
    isForeign: false,
  };
  const listener: MarkupListener = {
    open: (name, attributes, { selfClosing }) => onOpen(reader, name, attributes, selfClosing),
    close: (name) => onClose(reader, name),
    text: (start, end) => onText(reader, 'text', source.slice(start, end)),
    cdata: (start, end) => onText(reader, 'cdata', source.slice(start, end)),
    doctype: (text) => {
      if (!reader.dialect) reader.entities = declaredEntities(text.slice(0, LONGEST_DOCTYPE));
    },
  };
  function finish(): CleanFeed | null {
    if (reader.isForeign || !reader.dialect) return null;
    finishPending(reader);
    popFrames(reader, 1);
    const isEmpty = reader.head.length === 0 && reader.items.length === 0;
    // RDF, channel and entry are names other formats use as well.
    if (isEmpty && !reader.hasChannel && !/(?:^|:)(?:rss|feed)$/i.test(reader.frames[0]?.name ?? '')) return null;
    const { dialect, names, stash } = reader;
    return { xml: writtenDocument(reader), dialect, stash, names };
  }
  return { listener, finish };
}
