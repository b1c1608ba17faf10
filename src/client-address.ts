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
    const [address = '', bits] = entry.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    const prefix = bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits);
    if (isIP(address) === 0 || !Number.isInteger(prefix) || prefix < 0 || prefix > (family === 'ipv6' ? 128 : 32)) {
      throw new AppError('invalid', `TRUSTED_PROXIES: entry ${index + 1} is not an address or CIDR.`);
    }
    trusted.addSubnet(address, prefix, family);
  }
  return trusted;
}

/**
 * The visitor's address: the connection's own, or, behind trusted proxies, the last address in X-Forwarded-For that is
 * none of them. What a visitor writes into the header further left is never believed.
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | null,
  trusted: TrustedProxies,
): string | null {
  const chain = [...(forwardedFor ?? '').slice(-2_000).split(','), socketAddress ?? ''].map((part) =>
    bare(part.trim()),
  );
  for (const address of chain.reverse()) {
    const family = isIP(address);
    if (family === 0) return null;
    if (!trusted.check(address, family === 6 ? 'ipv6' : 'ipv4')) return address;
  }
  return chain.at(-1) ?? null;
}

function bare(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/^\[(.*)\](:\d+)?$/, '$1');
}
