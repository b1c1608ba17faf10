/**
 * The address part of an article from its title: ASCII, lower-case words joined by hyphens, at most 80 characters.
 * Titles without Latin letters (Chinese, for one) get `fallback`.
 */
export function slugOf(title: string, fallback: string): string {
  const ascii = title
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/ß/g, 'ss')
    .replace(/[’'`]/g, '')
    .toLowerCase();
  const words = ascii.split(/[^a-z0-9]+/).filter(Boolean);
  const letters = words.join('').replace(/\d/g, '').length;
  if (letters < 3 || letters < title.length / 4) return fallback;
  const [first = '', ...others] = words;
  let slug = first.slice(0, 80);
  for (const word of others) {
    if (slug.length + 1 + word.length > 80) break;
    slug += `-${word}`;
  }
  return slug;
}

/** `base`, or `base-2`, `base-3` … whichever is not in `taken`; adds the answer to `taken`. */
export function freeSlug(base: string, taken: Set<string>): string {
  let slug = base;
  for (let n = 2; taken.has(slug); n += 1) slug = `${base}-${n}`;
  taken.add(slug);
  return slug;
}
