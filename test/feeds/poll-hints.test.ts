import { expect, test } from 'vitest';
import { readText } from './reading.ts';

async function readHints(markup: string) {
  const { hintSeconds, pollHints } = await readText(
    `<rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><title>T</title>${markup}</channel></rss>`,
  );
  return { hintSeconds, ...pollHints };
}

test.each([
  ['', { hintSeconds: null }],
  ['<ttl>90</ttl>', { hintSeconds: 5400 }],
  ['<ttl>-5</ttl>', { hintSeconds: null }],
  ['<ttl>soon</ttl>', { hintSeconds: null }],
  ['<sy:updatePeriod>daily</sy:updatePeriod>', { updateSeconds: 86_400 }],
  ['<sy:updatePeriod>constructor</sy:updatePeriod>', { updateSeconds: 86_400 }],
  ['<sy:updatePeriod> Hourly </sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>', { updateSeconds: 1800 }],
  ['<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>', { updateSeconds: 3600 }],
  ['<skipHours><hour>0</hour><hour> 7 </hour><hour>7</hour></skipHours>', { skipHours: [0, 7], skipDays: [] }],
  ['<skipHours><hour>24</hour><hour>25</hour><hour>noon</hour></skipHours>', { skipHours: [0] }],
  [
    '<skipDays><day>Saturday</day>\n<day>sunday</day><day>Someday</day></skipDays>',
    { skipDays: [6, 0], skipHours: [], updateSeconds: null },
  ],
  ['<skipHours/>', { hintSeconds: null }],
])('reads %s', async (markup, hints) => {
  expect(await readHints(markup)).toMatchObject(hints);
});

test('a feed that says nothing about polling has no hints', async () => {
  expect(await readHints('<skipHours></skipHours><skipDays><day>Never</day></skipDays>')).toEqual({
    hintSeconds: null,
  });
});
