import { BlockList, isIP } from 'node:net';
import { AppError } from './domain/errors.ts';

/** The proxies whose word on a visitor's address counts. */
export type TrustedProxies = BlockList;

/** Reads TRUSTED_PROXIES: addresses and CIDRs, separated by commas. Throws AppError('invalid') naming the entry's place. */
export function readTrustedProxies(text: string | undefined): TrustedProxies {
  const trusted = new BlockList();
  for (const [index, entry] of (text ?? '')
    .split(',')
    .map((part) => part.trim())
    .entries()) {
    if (entry === '') continue;
    const [, address = '', bits] = /^([^/%]+)(?:\/(\d{1,3}))?$/.exec(entry) ?? [];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const longest = family === 'ipv6' ? 128 : 32;
    const prefix = Number(bits ?? longest);
    if (isIP(address) === 0 || prefix > longest) {
      throw new AppError('invalid', `TRUSTED_PROXIES: entry ${index + 1} is not an address or CIDR.`);
    }
    trusted.addSubnet(address, prefix, family);
  }
  return trusted;
}

/**
 * The visitor's address: the connection's own, or, behind trusted proxies, the last address in X-Forwarded-For that is
 * none of them; the first, where all are. What a visitor writes into the header further left is never believed. Null for
 * what is no address.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | null,
  trusted: TrustedProxies,
): string | null {
  const chain = [...(forwardedFor ?? '').slice(-2_000).split(','), socketAddress ?? ''].map((part) =>
    bare(part.trim()),
  );
  for (const address of chain.toReversed()) {
    const family = isIP(address);
    if (family === 0) return null;
    if (!trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')) return address;
  }
  return chain[0] ?? null;
}

/** An address without what some proxies write around it: a port, brackets, a zone, the IPv6 form of IPv4. */
function bare(address: string): string {
  return address
    .replace(/^\[(.*)\](:\d+)?$/, '$1')
    .replace(/^(\d+\.\d+\.\d+\.\d+):\d+$/, '$1')
    .replace(/%.*$/, '')
    .replace(/^::ffff:(?=\d+\.)/i, '');
}
