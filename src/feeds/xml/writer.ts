import { type Capture, capturedText } from './capture.ts';
import type { Frame } from './frames.ts';
import { type DeclaredEntities, declaredEntities, decodeReferences } from './references.ts';
import type { RawAttributes } from './scan.ts';
import { createStash, type Stash, setAside } from './stash.ts';
import { ATTRIBUTES, type Dialect } from './vocabulary.ts';

/** A document ready for rss-parser. */
export type CleanFeed = {
  xml: string;
  dialect: Dialect;
  stash: Stash;
  /** Names of all elements written, so that the parser looks for no others. */
  names: ReadonlySet<string>;
};

/** A text element whose end has not come yet. */
type PendingText = { name: string; attributes: string; capture: Capture };

/** What is open, and what has been written so far. */
export type Writer = {
  dialect: Dialect | null;
  documentUrl: string | null;
  frames: Frame[];
  /** Index of the item's frame, or -1 outside items. */
  itemAt: number;
  pending: PendingText | null;
  entities: DeclaredEntities;
  stash: Stash;
  names: Set<string>;
  head: string[];
  items: string[];
  itemCount: number;
};

const LONGEST_ATTRIBUTE = 8192;
/** Keeps xml2js from handing on a bare string where an object is due. */
const PLACEHOLDER = '<docs/>';

/** A writer before its first element, for a document from this address. */
export function createWriter(documentUrl: string | null): Writer {
  return {
    dialect: null,
    documentUrl,
    frames: [],
    itemAt: -1,
    pending: null,
    entities: declaredEntities(''),
    stash: createStash(),
    names: new Set(),
    head: [],
    items: [],
    itemCount: 0,
  };
}

/** Appends to the open item, else to the feed's own part. */
export function write(writer: Writer, markup: string): void {
  (writer.itemAt >= 0 ? writer.items : writer.head).push(markup);
}

/** The attributes worth keeping, decoded and ready to stand in a start tag. */
export function writtenAttributes(writer: Writer, attributes: RawAttributes): string {
  let result = '';
  for (const [raw, value] of attributes) {
    const name = ATTRIBUTES.get(raw.toLowerCase());
    if (!name || value.length > LONGEST_ATTRIBUTE || result.includes(` ${name}=`)) continue;
    result += ` ${name}="${setAside(writer.stash, decodeReferences(value, writer.entities).trim())}"`;
  }
  return result;
}

/** Base and language as attributes, where an element differs from the document in them. */
export function writtenPlace(writer: Writer, place: { base: string | null; language: string | null }): string {
  const base = place.base === null ? '' : ` xml:base="${setAside(writer.stash, place.base)}"`;
  const isOwn = place.language && place.language !== writer.frames[0]?.language;
  return isOwn ? `${base} xml:lang="${setAside(writer.stash, place.language ?? '')}"` : base;
}

/** Writes the text element whose content has been captured. */
export function finishPending(writer: Writer): void {
  const { pending } = writer;
  if (!pending) return;
  writer.pending = null;
  const text = capturedText(pending.capture, writer.entities).trim();
  const { attributes, name } = pending;
  // A link may say everything in its attributes; any other empty element says nothing.
  if (text === '' && !attributes.includes(' href=') && !attributes.includes(' url=')) return;
  writer.names.add(name);
  const markup = pending.capture.hasMarkup ? ' markup="1"' : '';
  write(writer, `<${name}${attributes}${markup}>${setAside(writer.stash, text)}</${name}>`);
}

/** An item without any element inside is dropped; one whose elements we all passed over still counts as an item. */
function closeItem(writer: Writer, item: Frame): void {
  const { items } = writer;
  writer.itemAt = -1;
  if (item.kind === 'skip') return;
  const isEmpty = /^<(?:item|entry)\b/.test(items.at(-1) ?? '');
  if (isEmpty && !item.hasChildren) {
    items.pop();
    return;
  }
  items.push(isEmpty ? PLACEHOLDER : '', item.written);
  writer.itemCount++;
}

/** Ends every element opened above `downTo`. */
export function popFrames(writer: Writer, downTo: number): void {
  while (writer.frames.length > downTo) {
    const frame = writer.frames.pop();
    if (!frame) return;
    if (writer.frames.length === writer.itemAt) closeItem(writer, frame);
    else if (frame.written !== '') write(writer, frame.written);
  }
}

/** The whole clean document. */
export function writtenDocument(writer: Writer): string {
  const head = writer.head.join('');
  const items = writer.items.join('');
  const root = writer.frames[0];
  const language = root?.language ? ` xml:lang="${setAside(writer.stash, root.language)}"` : '';
  if (writer.dialect === 'atom') return `<feed${language}>${PLACEHOLDER}${head}${items}</feed>`;
  return `<rss version="2.0"><channel${language}>${PLACEHOLDER}${head}${items}</channel></rss>`;
}
