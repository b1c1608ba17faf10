import { expect, test } from 'vitest';
import { readEmailAddress } from '../../src/domain/email-address.ts';
import { listMailHeaders, singleMailHeaders } from '../../src/domain/mail-headers.ts';
import { formatMailbox } from '../../src/domain/mailbox.ts';

const LIST = {
  unsubscribeUrl: 'https://news.example.com/unsubscribe?t=abc.def',
  list: 'digest',
  siteName: 'Example Newsroom',
  host: 'news.example.com',
  reference: 'mailing/42',
};

test('a mailing carries what bulk-sender rules and RFC 8058 ask for', () => {
  expect(listMailHeaders(LIST)).toEqual({
    'List-Unsubscribe': '<https://news.example.com/unsubscribe?t=abc.def>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    'List-Id': '"Example Newsroom" <digest.news.example.com>',
    'Auto-Submitted': 'auto-generated',
    'X-Entity-Ref-ID': 'mailing/42',
  });
});

test('a confirmation carries no list header', () => {
  expect(singleMailHeaders('confirm/7/1')).toEqual({
    'Auto-Submitted': 'auto-generated',
    'X-Entity-Ref-ID': 'confirm/7/1',
  });
});

test('a name outside ASCII is left out of List-Id, and nothing breaks out of a header', () => {
  expect(listMailHeaders({ ...LIST, siteName: '来凯医药新闻中心' })['List-Id']).toBe('<digest.news.example.com>');
  const headers = listMailHeaders({
    unsubscribeUrl: 'https://n.example/u?t=a>,<mailto:x@y.example>',
    list: 'Weekly digest\r\nX: y',
    siteName: 'A "B" \\ <c@d.example>\r\nBcc: e@f.example',
    host: 'N.example\r\n>',
    reference: 'm\r\nBcc: x',
  });
  for (const value of Object.values(headers)) expect(value).toMatch(/^[\x20-\x7e]+$/);
  expect(headers['List-Unsubscribe']).toMatch(/^<[^<>,]+>$/);
  expect(headers['List-Id']).toBe('"A \\"B\\" \\\\ <c@d.example> Bcc: e@f.example" <weekly-digest-x-y.n.example>');
  expect(() => listMailHeaders({ ...LIST, unsubscribeUrl: 'javascript:x' })).toThrow(
    expect.objectContaining({ code: 'invalid' }),
  );
});

test.each([
  '',
  'a',
  '@example.com',
  'a@b',
  'a@b@example.com',
  'a b@example.com',
  'a@example.com\r\nBcc: x@y.example',
  'a@example.com,b@example.com',
  'A <a@example.com>',
  '"a b"@example.com',
  '.a@example.com',
  'a..b@example.com',
  'a@-example.com',
  'a@example..com',
  'a@example.com/x',
  'a@example.com:25',
  'a@127.0.0.1',
  'a@[127.0.0.1]',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b.'.repeat(130)}com`,
])('%j is not one plain address', (text) => {
  expect(readEmailAddress(text)).toBeNull();
  expect(() => formatMailbox('Name', text)).toThrow(expect.objectContaining({ code: 'invalid' }));
});

test.each([
  ['Example Newsroom', '"Example Newsroom" <news@example.com>'],
  ['来凯医药新闻中心', '"来凯医药新闻中心" <news@example.com>'],
  ['Evil" <x@y.example>, "', '"Evil\\" <x@y.example>, \\"" <news@example.com>'],
  ['a\r\nBcc: x@y.example\\', '"a Bcc: x@y.example\\\\" <news@example.com>'],
  ['  ', 'news@example.com'],
  [null, 'news@example.com'],
])('the sender named %j is written %s', (name, mailbox) => {
  expect(formatMailbox(name, 'news@example.com')).toBe(mailbox);
});
