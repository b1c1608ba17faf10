import { expect, test } from 'vitest';
import { createImageSource, imageTypeOf } from '../../src/feeds/image-source.ts';

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));
const PNG = bytes('\x89PNG\r\n\x1a\n0000');

test.each([
  ['\xff\xd8\xff\xe0 JFIF', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n...', 'image/png'],
  ['GIF89a...', 'image/gif'],
  ['RIFF\x00\x01\x02\x03WEBPVP8 ', 'image/webp'],
  ['\x00\x00\x00\x20ftypavif', 'image/avif'],
  ['<svg xmlns="http://www.w3.org/2000/svg"/>', null],
  ['<!doctype html><script>', null],
  ['%PDF-1.7', null],
  ['', null],
])('%j is %s by its bytes', (start, type) => {
  expect(imageTypeOf(bytes(start))).toBe(type);
});

function aSource(answers: Record<string, () => Response>) {
  const asked: { url: string; init: RequestInit & { cf?: object } }[] = [];
  const clock = { now: new Date(0) };
  const source = createImageSource({
    userAgent: 'Test',
    now: () => clock.now,
    allowedPrivateHosts: [],
    fetch: async (url, init) => {
      asked.push({ url, init });
      return answers[url]?.() ?? new Response(null, { status: 404 });
    },
  });
  return { source, asked, clock };
}

test('a picture is asked for once, at the width that is needed, and kept', async () => {
  const { source, asked } = aSource({ 'https://a.example/p.png': () => new Response(PNG) });
  expect(await source.fetch('https://a.example/p.png', 480)).toEqual({ type: 'image/png', bytes: PNG });
  await source.fetch('https://a.example/p.png', 480);
  expect(asked).toHaveLength(1);
  expect(asked[0]?.init.cf).toMatchObject({ image: { width: 480 } });
});

test('what the platform cannot make smaller comes as it is', async () => {
  let count = 0;
  const { source, asked } = aSource({
    'https://a.example/p.png': () =>
      count++ === 0 ? new Response('no', { status: 415, headers: { 'cf-resized': 'err=9402' } }) : new Response(PNG),
  });
  expect((await source.fetch('https://a.example/p.png', 480))?.type).toBe('image/png');
  expect(asked.map(({ init }) => 'cf' in init)).toEqual([true, false]);
});

test.each<[string, string, () => Response]>([
  [
    'a page that calls itself a picture',
    'https://a.example/x',
    () => new Response('<html>', { headers: { 'content-type': 'image/png' } }),
  ],
  [
    'a drawing with scripts',
    'https://a.example/x.svg',
    () => new Response('<svg/>', { headers: { 'content-type': 'image/svg+xml' } }),
  ],
  ['more than 5 MB', 'https://a.example/big', () => new Response(new Uint8Array(5 * 1024 * 1024 + 1).fill(0xff))],
  [
    'a way into the own network',
    'https://a.example/to',
    () => new Response(null, { status: 302, headers: { location: 'http://127.0.0.1/p.png' } }),
  ],
  ['an error', 'https://a.example/gone', () => new Response(PNG, { status: 500 })],
])('%s is no picture', async (_what, url, answer) => {
  const { source, asked } = aSource({ [url]: answer, 'http://127.0.0.1/p.png': () => new Response(PNG) });
  expect(await source.fetch(url, 480)).toBeNull();
  expect(asked.map((one) => one.url)).toEqual([url]);
});

test('an address in a private network is not even asked', async () => {
  const { source, asked } = aSource({});
  expect(await source.fetch('http://169.254.169.254/latest', 480)).toBeNull();
  expect(asked).toEqual([]);
});

test('what many ask for at once is fetched once', async () => {
  const { source, asked } = aSource({ 'https://a.example/p.png': () => new Response(PNG) });
  const found = await Promise.all(Array.from({ length: 20 }, () => source.fetch('https://a.example/p.png', 960)));
  expect(found).toEqual(Array.from({ length: 20 }, () => ({ type: 'image/png', bytes: PNG })));
  expect(asked).toHaveLength(1);
});

test('a publisher without the picture is left alone for a minute, and asked again after it', async () => {
  let isThere = false;
  const { source, asked, clock } = aSource({
    'https://a.example/p.png': () => (isThere ? new Response(PNG) : new Response(null, { status: 503 })),
  });
  for (let n = 0; n < 5; n += 1) expect(await source.fetch('https://a.example/p.png', 960)).toBeNull();
  expect(asked).toHaveLength(1);
  isThere = true;
  clock.now = new Date(61_000);
  expect(await source.fetch('https://a.example/p.png', 960)).not.toBeNull();
});

test('a publisher is asked for a format that every mail program shows', async () => {
  const { source, asked } = aSource({ 'https://a.example/p.png': () => new Response(PNG) });
  await source.fetch('https://a.example/p.png', 960);
  expect(new Headers(asked[0]?.init.headers).get('accept')).not.toMatch(/webp|avif/);
});
