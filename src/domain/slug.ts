const MOST = 80;
/** What a letter outside ASCII weighs: as many letters of Latin say as much, and in an address it takes nine. */
const WEIGHT = 3;

/**
 * The address part of an article from its title: lower-case words joined by hyphens, letters and digits only. Latin letters
 * lose their accents; other scripts stay as they are (RFC 3987), and whoever puts the slug into an address percent-encodes it
 * (RFC 3986 §2.1). At most 80 Latin letters or 26 Chinese ones. Titles with next to no letter get `fallback`.
 */
export function slugOf(title: string, fallback: string): string {
  const plain = title
    .normalize('NFKD')
    // Characters without a shape of their own, so that no two slugs look alike.
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/([a-z])[\u0300-\u036f]+/gi, '$1')
    .normalize('NFC')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[’'`]/g, '');
  const words = plain.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
  if (weightOf(words.join('').replace(/\P{L}/gu, '')) < WEIGHT) return fallback;
  let slug = '';
  for (const word of words) {
    const fitting = asMuchAsFits(word, MOST - weightOf(slug) - (slug ? 1 : 0), slug === '');
    if (fitting === '') break;
    slug += slug ? `-${fitting}` : fitting;
  }
  return slug;
}

function weightOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (letter < '\u0080' ? 1 : WEIGHT), 0);
}

/** As much of a word as there is room for. A Latin word stays whole unless it is the first; scripts without spaces are cut. */
function asMuchAsFits(word: string, room: number, isFirst: boolean): string {
  if (weightOf(word) <= room) return word;
  if (/^[a-z0-9]+$/.test(word)) return isFirst ? word.slice(0, room) : '';
  let cut = '';
  for (const letter of word) {
    if (weightOf(cut + letter) > room) break;
    cut += letter;
  }
  return cut;
}

/** The slug that one part of an address's path stands for; a part that is not percent-encoded well stands for itself. */
export function slugOfPath(part: string): string {
  try {
    return decodeURIComponent(part).normalize('NFC');
  } catch {
    // A stray percent sign: no slug of ours has one.
    return part;
  }
}

/** `base`, or `base-2`, `base-3` … whichever is not in `taken`; adds the answer to `taken`. */
export function freeSlug(base: string, taken: Set<string>): string {
  let slug = base;
  for (let n = 2; taken.has(slug); n += 1) slug = `${base}-${n}`;
  taken.add(slug);
  return slug;
}
