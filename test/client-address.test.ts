import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clientAddress, readTrustedProxies } from '../src/client-address.ts';

const NOBODY = readTrustedProxies(undefined);
const PROXIES = readTrustedProxies('10.0.0.0/8, 192.0.2.7, 2001:db8:1::/48, ::1');

test.each<[string, string | undefined, string | null, string | null]>([
  ['the socket alone', '198.51.100.4', null, '198.51.100.4'],
  ['a visitor who claims another address', '198.51.100.4', '203.0.113.9', '198.51.100.4'],
  ['one proxy', '10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['a visitor behind a proxy who claims another', '10.1.2.3', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
  ['a visitor who claims to be a proxy', '10.1.2.3', '1.1.1.1, 10.9.9.9, 203.0.113.9', '203.0.113.9'],
  ['two proxies', '10.1.2.3', '1.1.1.1, 203.0.113.9, 192.0.2.7', '203.0.113.9'],
  ['proxies all the way', '10.1.2.3', '10.0.0.1', '10.0.0.1'],
  ['a proxy that says nothing', '10.1.2.3', null, null],
  ['IPv6', '2001:db8:1::5', '2001:db8:2::9', '2001:db8:2::9'],
  ['IPv6 in brackets, with a port', '::1', '[2001:db8:2::9]:443', '2001:db8:2::9'],
  ['IPv4 with a port', '10.1.2.3', '203.0.113.9:55001', '203.0.113.9'],
  ['IPv4 in IPv6 form at the socket', '::ffff:198.51.100.4', null, '198.51.100.4'],
  ['a proxy in IPv6 form', '::FFFF:10.1.2.3', '203.0.113.9', '203.0.113.9'],
  ['IPv4 in IPv6 form in brackets', '10.1.2.3', '[::ffff:203.0.113.9]', '203.0.113.9'],
  ['a zone', '::1', 'fe80::1%eth0', 'fe80::1'],
  ['what is no address', '10.1.2.3', 'unknown', null],
  ['what is no address further left', '10.1.2.3', '<script>, 203.0.113.9', '203.0.113.9'],
  ['no socket', undefined, '203.0.113.9', null],
])('%s', (_what, socket, forwarded, address) => {
  expect(clientAddress(socket, forwarded, PROXIES)).toBe(address);
});

test('without trusted proxies the header counts for nothing, whatever it holds', () => {
  fc.assert(
    fc.property(
      fc.ipV4(),
      fc.oneof(fc.string(), fc.array(fc.oneof(fc.ipV4(), fc.ipV6())).map(String)),
      (own, header) => {
        expect(clientAddress(own, header, NOBODY)).toBe(own);
      },
    ),
  );
});

test('what a visitor writes before the proxy does changes nothing, and nothing throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (claim) => {
      expect(clientAddress('10.1.2.3', `${claim},203.0.113.9`, PROXIES)).toBe('203.0.113.9');
      expect(() => clientAddress('10.1.2.3', claim, PROXIES)).not.toThrow();
    }),
  );
});

test.each([
  'proxy.example.org',
  '10.0.0.0/33',
  '10.0.0.0/-1',
  '10.0.0.0/',
  '10.0.0.0/ 8',
  '10.0.0.0/0x8',
  '10.0.0.0/1e1',
  '10.0.0.0/8/8',
  '10.0.0',
  '2001:db8::/129',
  'fe80::1%eth0/64',
  '/8',
])('TRUSTED_PROXIES refuses %j and says which entry it is', (entry) => {
  expect(() => readTrustedProxies(`192.0.2.1, ${entry}`)).toThrow(/entry 2 is not an address or CIDR/);
});

test.each(['', ' ', ',', '10.0.0.0/0', '10.1.2.3/32', '2001:db8::/0', '2001:db8::1/128'])(
  'TRUSTED_PROXIES takes %j',
  (text) => {
    expect(() => readTrustedProxies(text)).not.toThrow();
  },
);
