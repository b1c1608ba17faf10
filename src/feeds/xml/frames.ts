import { resolveUrl } from '../normalise/urls.ts';
import type { Scope } from './namespaces.ts';
import type { RawAttributes } from './scan.ts';
import type { Context } from './vocabulary.ts';

/** One open element. `skip` marks a subtree we have no use for; `written` is the end tag owed to the output. */
export type Frame = {
  /** As written, in lower case. */
  name: string;
  kind: 'document' | 'item' | 'structure' | 'skip';
  context: Context;
  scope: Scope;
  /** Effective xml:base, absolute, or null. */
  base: string | null;
  /** Effective xml:lang as written, or null. */
  language: string | null;
  hasChildren: boolean;
  written: string;
};

function attributeOf(attributes: RawAttributes, wanted: string): string | undefined {
  for (const [name, value] of attributes) {
    if (name.length === wanted.length && name.toLowerCase() === wanted) return value;
  }
  return undefined;
}

/** The effective xml:base inside an element (XML Base §3: relative ones nest). */
export function innerBase(outer: string | null, attributes: RawAttributes, documentUrl: string | null): string | null {
  const own = attributeOf(attributes, 'xml:base');
  return own === undefined ? outer : (resolveUrl(own, outer ?? documentUrl) ?? outer);
}

/** The effective xml:lang inside an element. */
export function innerLanguage(outer: string | null, attributes: RawAttributes): string | null {
  return attributeOf(attributes, 'xml:lang')?.trim() ?? outer;
}

/** Index of the innermost frame an end tag can close, or -1. Case is forgiven. */
export function frameFor(frames: readonly Frame[], rawName: string): number {
  const name = rawName.toLowerCase();
  return frames.findLastIndex((frame) => frame.name === name);
}
