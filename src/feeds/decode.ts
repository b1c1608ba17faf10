import chardet from 'chardet';

/** chardet looks at this much; more only costs time. */
const SAMPLE = 64 * 1024;
const LESS = 0x3c;
const GREATER = 0x3e;

function decodeAs(bytes: Uint8Array, label: string | null, fatal = false): string | null {
  if (label === null) return null;
  try {
    return new TextDecoder(label, { fatal }).decode(bytes);
  } catch {
    // An unknown label, or bytes that are not in that encoding: the next rule decides.
    return null;
  }
}

/** A byte order mark, or the pattern ASCII markup leaves in UTF-16 (XML 1.0 appendix F.1). */
function sniffUnicode(bytes: Uint8Array): string | null {
  const [a, b, c, d] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8';
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0x3c && b === 0 && c !== 0 && d === 0) return 'utf-16le';
  return a === 0 && b === 0x3c && c === 0 && d !== 0 ? 'utf-16be' : null;
}

function charsetOf(contentType: string | null): string | null {
  return /charset\s*=\s*["']?([^\s"';,]{1,40})/i.exec(contentType ?? '')?.[1] ?? null;
}

/** The encoding the XML declaration names. Bytes that got here are no UTF-16 or UTF-32, whatever it says. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const start = new TextDecoder('windows-1252').decode(bytes.subarray(0, 1024));
  const label = /<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([^"'\s]{1,40})/i.exec(start)?.[1] ?? null;
  return label && /^(utf-?(16|32)|ucs|iso-10646)/i.test(label) ? null : label;
}

/** Up to SAMPLE bytes of text without markup: tags and their ASCII attributes drown what little else there is. */
function textSample(bytes: Uint8Array, from: number): Uint8Array {
  const sample = new Uint8Array(SAMPLE);
  let size = 0;
  let inTag = false;
  for (let index = from; index < bytes.length && size < SAMPLE; index++) {
    const byte = bytes[index] ?? 0;
    if (byte === LESS) inTag = true;
    else if (byte === GREATER) inTag = false;
    else if (!inTag) sample[size++] = byte;
  }
  return sample.subarray(0, size);
}

function guessedEncoding(bytes: Uint8Array): string | null {
  const from = bytes.findIndex((byte) => byte > 0x7f);
  return from < 0 ? null : chardet.detect(textSample(bytes, from));
}

/**
 * Text of a feed's bytes. The rules, first match wins: byte order mark; valid UTF-8, whatever any label says; charset
 * of the Content-Type; XML declaration, except UTF-16 and UTF-32 claims; a guess from the bytes; windows-1252.
 * Wrong bytes become U+FFFD.
 */
export function decodeBytes(bytes: Uint8Array, contentType: string | null): string {
  return (
    decodeAs(bytes, sniffUnicode(bytes)) ??
    decodeAs(bytes, 'utf-8', true) ??
    decodeAs(bytes, charsetOf(contentType)) ??
    decodeAs(bytes, declaredEncoding(bytes)) ??
    decodeAs(bytes, guessedEncoding(bytes)) ??
    new TextDecoder('windows-1252').decode(bytes)
  );
}
