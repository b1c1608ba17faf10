import { Parser } from 'htmlparser2';
import { AppError } from '../../domain/errors.ts';
import { characterOfC1 } from './characters.ts';

/** General entities a document type declaration defines, by name. */
export type DeclaredEntities = { values: ReadonlyMap<string, string>; spent: number };

const REFERENCE = /&(#[0-9]{1,12}|#[xX][0-9a-fA-F]{1,10}|[A-Za-z_][\w.-]{0,63});/g;
const STICKY = new RegExp(REFERENCE.source, 'y');
const ENTITY = /<!ENTITY\s+([A-Za-z_][\w.-]{0,63})\s+(?:"([^"]{0,5000})"|'([^']{0,5000})')\s*>/g;
const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);
/** All expansions of one document together may not pass this many characters. */
const EXPANSION_LIMIT = 1_000_000;
const KNOWN_NAMES = 3000;
const named = new Map<string, string | null>();

/** An HTML named character by its name without `&` and `;`, or null. The table is htmlparser2's. */
function htmlCharacter(name: string): string | null {
  const known = named.get(name);
  if (known !== undefined) return known;
  const source = `&${name};`;
  let text = '';
  const parser = new Parser({ ontext: (part) => (text += part) }, { decodeEntities: true });
  parser.end(source);
  const value = text === source || text.endsWith(';') ? null : text;
  if (named.size < KNOWN_NAMES) named.set(name, value);
  return value;
}

function numericCharacter(reference: string): string {
  const hexadecimal = reference[1] === 'x' || reference[1] === 'X';
  const code = hexadecimal ? Number.parseInt(reference.slice(2), 16) : Number.parseInt(reference.slice(1), 10);
  if (code === 9 || code === 10 || code === 13) return String.fromCharCode(code);
  if (code < 32 || code === 127 || code === 0xfffe || code === 0xffff) return '';
  if (code >= 0x80 && code <= 0x9f) return characterOfC1(code);
  // Halves of a pair written as two references join by themselves; a lone half is mended by the caller.
  return code > 0x10ffff ? '\ufffd' : String.fromCodePoint(code);
}

function expandDeclared(name: string, entities: DeclaredEntities): string | null {
  const value = entities.values.get(name);
  if (value === undefined) return null;
  const nested = [...value.matchAll(REFERENCE)].some(([, inner]) => inner !== undefined && entities.values.has(inner));
  entities.spent += value.length;
  if (nested || entities.spent > EXPANSION_LIMIT) {
    throw new AppError('invalid', `This document's entity "${name}" expands to other entities or to too much text.`);
  }
  return value.replace(REFERENCE, (whole, reference: string) =>
    reference[0] === '#'
      ? numericCharacter(reference)
      : (PREDEFINED.get(reference) ?? htmlCharacter(reference) ?? whole),
  );
}

/**
 * Reads the internal general entities out of a DOCTYPE (XML 1.0 §4.2). External ones and parameter entities are ignored.
 * Redeclared predefined entities keep their own meaning.
 */
export function declaredEntities(doctype: string): DeclaredEntities {
  const values = new Map<string, string>();
  for (const [, name, double, single] of doctype.matchAll(ENTITY)) {
    if (name !== undefined && !PREDEFINED.has(name) && !values.has(name)) values.set(name, double ?? single ?? '');
  }
  return { values, spent: 0 };
}

function characterOf(reference: string, entities: DeclaredEntities): string | null {
  if (reference[0] === '#') return numericCharacter(reference);
  return PREDEFINED.get(reference) ?? expandDeclared(reference, entities) ?? htmlCharacter(reference);
}

/** The end of a reference that starts at `at`, its `;` included, or -1 where none stands there. */
function referenceEnd(text: string, at: number): number {
  STICKY.lastIndex = at;
  return STICKY.test(text) ? STICKY.lastIndex : -1;
}

/**
 * Text with character references, predefined, declared and HTML named entities replaced; what is no known reference
 * stays as it stands, so a bare ampersand is harmless. Throws AppError('invalid') for entities made of entities.
 */
export function decodeReferences(text: string, entities: DeclaredEntities): string {
  let at = text.indexOf('&');
  if (at < 0) return text;
  let decoded = '';
  let from = 0;
  for (; at >= 0; at = text.indexOf('&', at + 1)) {
    // Escaped markup is mostly these two; telling them by hand halves the time a feed takes here.
    const isTag = text.startsWith('lt;', at + 1) || text.startsWith('gt;', at + 1);
    const end = isTag ? at + 4 : referenceEnd(text, at);
    const character = end < 0 ? null : characterOf(text.slice(at + 1, end - 1), entities);
    if (character === null) continue;
    decoded += text.slice(from, at) + character;
    from = end;
  }
  decoded += text.slice(from);
  return decoded.isWellFormed() ? decoded : decoded.toWellFormed();
}
