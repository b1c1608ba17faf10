import { hostOf } from '../domain/feed-host.ts';

/** Whether an address may be fetched; `reason` is a sentence for the person who entered it. */
export type UrlVerdict = { ok: true; url: URL } | { ok: false; reason: string };

/** IPv4 networks that are not the public internet: [first address, prefix length] (IANA special-purpose registry). */
const PRIVATE_V4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
/** Names that lead into a private network, or to the machine itself (RFC 6761, RFC 6762, RFC 8375, cloud metadata). */
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|intranet|lan|home|corp|private|home\.arpa|localdomain)$/;

function v4Number(host: string): number | null {
  const parts = host.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0 && part <= 255))) return null;
  return parts.reduce((total, part) => total * 256 + part, 0);
}

function isPrivateV4(address: number): boolean {
  return PRIVATE_V4.some(([first, prefix]) => {
    const size = 2 ** (32 - prefix);
    return Math.floor(address / size) === Math.floor((v4Number(first) ?? 0) / size);
  });
}

/** The eight 16-bit groups of an address as the URL parser writes it: lower case, `::` at most once, no dotted part. */
function v6Groups(host: string): number[] {
  const [head = '', tail] = host.split('::');
  const read = (part: string): number[] =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  const before = read(head);
  if (tail === undefined) return before;
  const after = read(tail);
  return [...before, ...Array<number>(Math.max(0, 8 - before.length - after.length)).fill(0), ...after];
}

function isPrivateV6(host: string): boolean {
  const groups = v6Groups(host);
  const [first = 0, second = 0] = groups;
  const low = (groups[6] ?? 0) * 65_536 + (groups[7] ?? 0);
  const leading = groups.slice(0, 6);
  // Mapped (::ffff:a.b.c.d), compatible (::a.b.c.d), translated (64:ff9b::) addresses are their IPv4 address.
  if (leading.slice(0, 5).every((group) => group === 0)) return leading[5] !== 0xffff || isPrivateV4(low);
  if (first === 0x64 && second === 0xff9b) return true;
  if (first === 0x2002) return isPrivateV4(second * 65_536 + (groups[2] ?? 0));
  // Only 2000::/3 is handed out; unique-local, link-local, multicast and reserved ranges are all outside of it.
  const isGlobal = first >= 0x2000 && first <= 0x3fff;
  const isTeredoOrOrchid = first === 0x2001 && second < 0x200;
  return !isGlobal || isTeredoOrOrchid || (first === 0x2001 && second === 0xdb8);
}

function refusalOf(host: string): string | null {
  if (host.startsWith('[')) {
    return isPrivateV6(host.slice(1, -1)) ? 'It leads into a private network.' : null;
  }
  const address = /^[\d.]+$/.test(host) ? v4Number(host) : null;
  if (address !== null) return isPrivateV4(address) ? 'It leads into a private network.' : null;
  if (PRIVATE_NAME.test(host)) return 'It leads to this machine or into a private network.';
  return host.includes('.') ? null : 'Its host is a local name, not a public one.';
}

/**
 * Judges an address before it is fetched on somebody's behalf: only http and https, no user name or password, no
 * private, loopback, link-local, shared, documentation or metadata address in any spelling (the URL parser turns octal,
 * hexadecimal and short forms into plain ones), no local name.
 *
 * @param allowedPrivateHosts `host:port` pairs that may be fetched all the same (tests, a demo feed)
 */
export function judgeUrl(address: string, allowedPrivateHosts: readonly string[] = []): UrlVerdict {
  const url = URL.parse(address);
  if (!url) return { ok: false, reason: `"${address.slice(0, 200)}" is not a web address.` };
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    return { ok: false, reason: `Only http and https addresses can be fetched, not ${url.protocol}` };
  }
  if (url.username !== '' || url.password !== '') {
    return { ok: false, reason: 'The address holds a user name or password. Use one without.' };
  }
  if (allowedPrivateHosts.includes(hostOf(address) ?? '')) return { ok: true, url };
  const refusal = refusalOf(url.hostname.replace(/\.+$/, ''));
  return refusal === null ? { ok: true, url } : { ok: false, reason: `${url.host} cannot be fetched. ${refusal}` };
}
