import { plainText } from '../html/plain-text.ts';

const MOST = 50;
const LONGEST = 200;

function plain(value: string): string {
  return plainText({ value, html: false, base: null }, LONGEST).slice(0, LONGEST);
}

/** Distinct values in order, compared without case. */
function distinct(values: readonly string[]): string[] {
  const seen = new Map<string, string>();
  for (const value of values) {
    const key = value.toLowerCase();
    if (value !== '' && !seen.has(key)) seen.set(key, value);
    if (seen.size >= MOST) break;
  }
  return [...seen.values()];
}

/** RSS 2.0 wants "address (Name)" as author; some write "Name <address>". The name is what readers see. */
function personName(text: string): string {
  const name = plain(text.replace(/<\s*[^<>\s]{1,200}@[^<>\s]{1,200}>/g, ' '));
  const inBrackets = /^\S{1,200}@\S{1,200}\s\(([^()]{1,200})\)$/.exec(name)?.[1];
  const withoutMailto = (inBrackets ?? name).replace(/^mailto:/i, '').trim();
  return withoutMailto.replace(/^by\s+(?=\p{Lu})/iu, '');
}

/** Names of the people or bodies that wrote an item, each once. */
export function authorNames(authors: readonly string[]): string[] {
  return distinct(authors.slice(0, MOST * 4).map(personName));
}

/** Categories as plain strings, each once. */
export function categoryNames(categories: readonly string[]): string[] {
  return distinct(categories.slice(0, MOST * 4).map(plain));
}

/** A BCP 47 tag in the usual case and with hyphens ("zh_cn" → "zh-CN"), or null where it is no tag. */
export function languageTag(text: string | null): string | null {
  const tag = text?.trim().replaceAll('_', '-') ?? '';
  if (!/^[a-z]{2,3}(?:-[a-z0-9]{1,8}){0,4}$/i.test(tag)) return null;
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    // Shaped like a tag but not a valid one: better none than a wrong one.
    return null;
  }
}
