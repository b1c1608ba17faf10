import { Parser } from 'htmlparser2';
import { decodeBytes } from '../src/feeds/decode.ts';

/** One feed of an OPML list; `line` counts from 1. */
export type OpmlFeed = { url: string; title: string; line: number };

const MOST_BYTES = 5 * 1024 * 1024;
const MOST_FEEDS = 5_000;
const DEEPEST = 50;

/** Finds the line of a growing index without counting anything twice. */
function lineCounter(text: string): (index: number) => number {
  let line = 1;
  let from = 0;
  return (index) => {
    for (let at = text.indexOf('\n', from); at !== -1 && at < index; at = text.indexOf('\n', from)) {
      line += 1;
      from = at + 1;
    }
    return line;
  };
}

/** An attribute whatever its case: programs write xmlUrl, xmlurl and XMLURL. */
function attribute(attributes: Readonly<Record<string, string>>, name: string): string {
  const found = Object.keys(attributes).find((key) => key.toLowerCase() === name);
  return (found === undefined ? '' : (attributes[found] ?? '')).trim();
}

/**
 * The feeds of an OPML list (http://opml.org/spec2.opml), folders flattened, each address once. Throws an Error that names
 * the line for what is no OPML or is meant to harm: a document type (entities), over 5 MB, over 50 levels or 5,000 feeds.
 */
export function readOpml(bytes: Uint8Array): OpmlFeed[] {
  if (bytes.length > MOST_BYTES) throw new Error('Line 1: the file is larger than 5 MB.');
  const text = decodeBytes(bytes, null);
  const lineAt = lineCounter(text);
  const feeds = new Map<string, OpmlFeed>();
  let depth = 0;
  let isOpml = false;
  const fail = (problem: string): never => {
    throw new Error(`Line ${lineAt(parser.startIndex)}: ${problem}`);
  };
  function open(name: string, attributes: Record<string, string>): void {
    depth += 1;
    if (depth === 1 && name.toLowerCase() !== 'opml')
      fail(`this is no OPML list: it begins with <${name.slice(0, 40)}>.`);
    isOpml = true;
    if (depth > DEEPEST) fail(`folders are nested over ${DEEPEST} deep.`);
    const url = attribute(attributes, 'xmlurl');
    if (name.toLowerCase() !== 'outline' || url === '' || feeds.has(url)) return;
    if (feeds.size === MOST_FEEDS) fail(`there are over ${MOST_FEEDS} feeds.`);
    const title = attribute(attributes, 'title') || attribute(attributes, 'text') || url;
    feeds.set(url, { url, title, line: lineAt(parser.startIndex) });
  }
  const parser = new Parser(
    {
      onprocessinginstruction: (name) => {
        if (name.toLowerCase() === '!doctype') fail('a document type is not taken, since it can define entities.');
      },
      onopentag: open,
      onclosetag: () => {
        depth -= 1;
      },
    },
    { xmlMode: true },
  );
  parser.write(text);
  if (depth > 0) throw new Error(`Line ${lineAt(text.length)}: the file ends in the middle of the list.`);
  parser.end();
  if (!isOpml) throw new Error('Line 1: this is no OPML list: it has no <opml>.');
  return [...feeds.values()];
}
