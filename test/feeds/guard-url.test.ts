import { expect, test } from 'vitest';
import { judgeUrl } from '../../src/feeds/guard-url.ts';

test.each([
  'http://127.0.0.1/',
  'http://127.1/',
  'http://0x7f000001/',
  'http://2130706433/',
  'http://0177.0.0.1/',
  'http://0/',
  'http://10.1.2.3/',
  'http://100.64.0.1/',
  'http://169.254.169.254/latest/meta-data',
  'http://172.31.255.255/',
  'http://192.168.0.1/',
  'http://198.18.0.1/',
  'http://224.0.0.1/',
  'http://255.255.255.255/',
  'http://[::1]/',
  'http://[::]/',
  'http://[::ffff:127.0.0.1]/',
  'http://[::ffff:7f00:1]/',
  'http://[::127.0.0.1]/',
  'http://[64:ff9b::7f00:1]/',
  'http://[2002:7f00:1::]/',
  'http://[2001:db8::1]/',
  'http://[fc00::1]/',
  'http://[fe80::1]/',
  'http://[ff02::1]/',
  'http://localhost/',
  'http://LOCALHOST./',
  'http://app.localhost/',
  'http://printer.local/',
  'http://metadata.google.internal/',
  'http://intranet/',
  'http://１２７.0.0.1/',
  'http://127。0。0。1/',
  'ftp://a.example/',
  'file:///etc/passwd',
  'gopher://a.example/',
  'http://user:pass@a.example/',
  'http://user@a.example/',
  'not an address',
  'http://',
])('refuses %s', (address) => {
  expect(judgeUrl(address)).toMatchObject({ ok: false });
});

test.each([
  'http://a.example/feed',
  'https://a.example:8443/feed?x=1',
  'http://93.184.216.34/',
  'http://172.32.0.1/',
  'http://[2606:4700::1111]/',
  'http://[::ffff:8.8.8.8]/',
  'http://[2002:808:808::]/',
  'https://xn--fiqs8s.example/',
])('lets %s pass', (address) => {
  expect(judgeUrl(address)).toMatchObject({ ok: true });
});

test('lets a listed private host pass at its port only', () => {
  const allowed = ['127.0.0.1:8080', 'localhost:80'];
  expect(judgeUrl('http://127.0.0.1:8080/x', allowed).ok).toBe(true);
  expect(judgeUrl('http://localhost/x', allowed).ok).toBe(true);
  expect(judgeUrl('http://127.0.0.1:8081/x', allowed).ok).toBe(false);
  expect(judgeUrl('https://localhost/x', allowed).ok).toBe(false);
});

test('says in plain words why', () => {
  expect(judgeUrl('ftp://a.example/')).toEqual({
    ok: false,
    reason: 'Only http and https addresses can be fetched, not ftp:',
  });
});
