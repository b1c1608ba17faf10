import { expect, test } from 'vitest';
import { checkVariant } from '../../dev/gallery/check-variant.ts';
import { listVariants, type Variant } from '../../dev/gallery/variants.ts';

const variants = listVariants();

function usual(mail: string): Variant {
  const found = variants.find((variant) => variant.id === `${mail}-en-usual`);
  if (!found) throw new Error(`There is no variant of ${mail}.`);
  return found;
}

test.each([
  {
    fault: 'a slot that was not filled',
    html: (html: string) => html.replace('Dear Li Wei,', '{{greeting}}'),
    told: /left in it/,
  },
  {
    fault: 'one link to unsubscribe',
    html: (html: string) => html.replace(/<a class="q t" href="[^"]*unsub.*?<\/a>/, ''),
    told: /unsubscribe page 1 times, not 2/,
  },
  {
    fault: 'a picture of another host',
    html: (html: string) => html.replace('//news.laekna.example/media/', '//pixel.example/'),
    told: /from another host/,
  },
  {
    fault: 'a script',
    html: (html: string) => html.replace('</body>', '<script>1</script></body>'),
    told: /has a <script>/,
  },
  {
    fault: 'a link to a script',
    html: (html: string) => html.replace('href="https://shine', 'href="javascript:shine'),
    told: /links javascript:/,
  },
  {
    fault: 'a second main heading',
    html: (html: string) => html.replaceAll('h3', 'h1'),
    told: /exactly one main heading/,
  },
  {
    fault: 'no language',
    html: (html: string) => html.replace('<html lang="en"', '<html'),
    told: /language and direction/,
  },
  {
    fault: 'too many bytes',
    html: (html: string) => html.replace('</body>', `${' '.repeat(30_000)}</body>`),
    told: /bytes of 30720/,
  },
  {
    fault: 'a tag that is not closed',
    html: (html: string) => html.replace('</h1>', ''),
    told: /close-order|no-implicit-close/,
  },
  {
    fault: 'a font from elsewhere',
    html: (html: string) => html.replace('</style>', '@import "x";</style>'),
    told: /loads something from its styles/,
  },
])('$fault is found', async ({ html, told }) => {
  const digest = usual('digest');
  const changed = html(digest.html);
  expect(changed).not.toBe(digest.html);
  expect((await checkVariant({ ...digest, html: changed })).join('\n')).toMatch(told);
});

test('a text part without the links or the postal address is found', async () => {
  const problems = (await checkVariant({ ...usual('digest'), text: 'News' })).join('\n');
  expect(problems).toMatch(/does not name the unsubscribe page/);
  expect(problems).toMatch(/does not name the preferences/);
  expect(problems).toMatch(/"Building 3, 987 Cailun Road" is not in both parts/);
});

test('nothing is wrong with any mail in the data it usually has', async () => {
  for (const variant of variants.filter(({ data }) => data === 'usual')) {
    expect([variant.id, await checkVariant(variant)]).toEqual([variant.id, []]);
  }
});
