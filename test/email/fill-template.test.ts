import { expect, test } from 'vitest';
import { fillHtml, fillLine, fillText } from '../../src/email/fill-template.ts';
import { SLOTS } from '../../src/email/slots.ts';

test('a template that asks for a value it is not given fails instead of leaving a hole', () => {
  const missing = expect.objectContaining({ code: 'internal', message: expect.stringContaining('"surname"') });
  expect(() => fillHtml('Dear {{surname}}', { name: 'x' })).toThrow(missing);
  expect(() => fillText('{{#people}}{{surname}}{{/people}}', { people: [{ name: 'x' }] })).toThrow(missing);
  expect(() => fillLine('{{^surname}}x{{/surname}}', {})).toThrow(missing);
});

test('null and empty lists leave a section out, and an inner list sees outer values', () => {
  const data = { site: 'A&B', none: null, empty: [], list: [{ n: 1 }, { n: 2 }] };
  const template = '{{#none}}x{{/none}}{{#empty}}x{{/empty}}{{#list}}{{n}}{{site}};{{/list}}';
  expect(fillHtml(template, data)).toBe('1A&amp;B;2A&amp;B;');
});

test('a text part keeps its paragraphs, no more than one blank line and no trailing space', () => {
  expect(fillText('{{a}}\n\n{{#gone}}\nx\n{{/gone}}\n\n\n{{b}}  \n', { a: 'one\ntwo', b: 'three', gone: null })).toBe(
    'one two\n\nthree\n',
  );
});

test('only a slot object becomes a slot', () => {
  expect(fillHtml('{{greeting}}', { greeting: SLOTS.greeting })).toBe('\u0002greeting\u0003');
  expect(fillHtml('{{greeting}}', { greeting: '\u0002greeting\u0003' })).toBe('greeting');
});
