import { expect, test } from 'vitest';
import { kindLabel, kindOf } from '../../src/domain/kind.ts';

test.each([
  ['press_release', 'Press release', '新闻稿'],
  ['results', 'Results', '业绩'],
  ['town_hall', 'town hall', 'town hall'],
  ['constructor', 'constructor', 'constructor'],
  ['__proto__', '  proto  ', '  proto  '],
])('the kind %s is shown as %s and %s', (kind, en, zh) => {
  expect([kindLabel(kind, 'en'), kindLabel(kind, 'zh-Hans')]).toEqual([en, zh]);
});

test.each([
  [['Corporate', ' Press Release '], 'press_release'],
  [['业绩'], 'results'],
  [['Media coverage', 'science'], 'coverage'],
  [['constructor', '__proto__'], 'event'],
  [[], 'event'],
])('an item filed under %j in a feed of events is of kind %s', (categories, kind) => {
  expect(kindOf(categories, 'event')).toBe(kind);
});
