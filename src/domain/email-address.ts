const LOCAL = /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** One address: `address` is what we send to, `key` what makes it unique. */
export type EmailAddress = { address: string; key: string };

/**
 * Reads one bare address (RFC 5321 Mailbox without quoted local parts or literals, at most 254 characters).
 * International domains become punycode. Returns null for anything else, so no header can be smuggled in.
 */
export function readEmailAddress(typed: string): EmailAddress | null {
  const trimmed = typed.trim().normalize('NFC');
  const at = trimmed.lastIndexOf('@');
  const local = trimmed.slice(0, at);
  const domain = asciiDomain(trimmed.slice(at + 1));
  if (at < 1 || !domain || local.length > 64 || !LOCAL.test(local)) return null;
  const address = `${local}@${domain}`;
  return address.length > 254 ? null : { address, key: address.toLowerCase() };
}

function asciiDomain(typed: string): string | null {
  if (!typed || /[\s\p{Cc}/\\?#:@[\]%]/u.test(typed) || !URL.canParse(`http://${typed}`)) return null;
  const host = new URL(`http://${typed}`).hostname;
  const labels = host.split('.');
  const last = labels.at(-1) ?? '';
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label)) || /^\d+$/.test(last)) return null;
  return host;
}

/** The key under which sign-ups for an address are counted: what reaches one mailbox counts as one (plus tags, Gmail dots). */
export function limitKey(address: EmailAddress): string {
  const at = address.key.lastIndexOf('@');
  const domain = address.key.slice(at + 1);
  const local = address.key.slice(0, at).split('+')[0] ?? '';
  return domain === 'gmail.com' || domain === 'googlemail.com'
    ? `${local.replaceAll('.', '')}@gmail.com`
    : `${local}@${domain}`;
}

/** An address as it may be shown to whoever holds a link: "a••@example.org". */
export function maskAddress(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}••${address.slice(at)}`;
}
