import { expect, test } from 'vitest';
import type { Context } from '../../src/services/context.ts';
import { contactFor, mailBrand, mailReplyTo } from '../../src/services/mailings/mail-brand.ts';
import type { Contact } from '../../src/services/newsroom-settings.ts';
import { defaultSettings, SettingsShape } from '../../src/services/newsroom-settings.ts';

function contact(name: string, changes: Partial<Contact> = {}): Contact {
  return { role: 'press', name, email: `${name}@example.com`, phone: null, locale: null, topicId: null, ...changes };
}

const BRAND = {
  siteName: 'Example Newsroom',
  siteUrl: 'https://www.example.com/',
  baseUrl: 'https://news.example.com',
  colour: '#0b5f66',
  postalAddress: '1 Example Street',
  linkedInUrl: null,
  mediaContact: { name: 'Environment', email: 'environment@example.com' },
  boilerplate: 'From the environment.',
};

/** Only what a mail's brand is made of. */
function newsroom(settings: object = {}): Pick<Context, 'config' | 'settings'> {
  const config = { brand: BRAND, mailReplyTo: 'reply@example.com' } as Context['config'];
  return { config, settings: SettingsShape.parse(settings) };
}

const CONTACTS = [
  contact('all'),
  contact('investors', { role: 'investors', locale: 'en', topicId: 7 }),
  contact('zh', { locale: 'zh-Hans' }),
  contact('topic', { topicId: 7 }),
  contact('topic-zh', { topicId: 7, locale: 'zh-Hans' }),
  contact('later', {}),
];

test.each([
  { locale: 'en', topicIds: [], name: 'all' },
  { locale: 'zh-Hans', topicIds: [], name: 'zh' },
  { locale: 'en', topicIds: [[7]], name: 'topic' },
  { locale: 'zh-Hans', topicIds: [[7, 8], [7]], name: 'topic-zh' },
  { locale: 'en', topicIds: [[7], [8]], name: 'all' },
  { locale: 'zh-Hans', topicIds: [[7], []], name: 'zh' },
] as const)('the contact of a mail in $locale on topics $topicIds is $name', ({ locale, name, topicIds }) => {
  expect(contactFor(CONTACTS, { locale, topicIds })?.name).toBe(name);
});

test('the contact stands in the mail and gets its answers; without one the newsroom’s own does', () => {
  const scope = { locale: 'zh-Hans', topicIds: [] } as const;
  const withContacts = newsroom({ contacts: CONTACTS });
  expect(mailBrand(withContacts, scope).mediaContact).toEqual({ name: 'zh', email: 'zh@example.com' });
  expect(mailReplyTo(withContacts, scope)).toBe('zh@example.com');
  expect(mailBrand(newsroom(), scope).mediaContact).toEqual(BRAND.mediaContact);
  expect(mailReplyTo(newsroom(), scope)).toBe('reply@example.com');
});

test('texts are those of the reader’s locale, else the newsroom’s', () => {
  const mail = { boilerplate: { 'zh-Hans': '关于我们' }, forwardLookingStatement: { en: 'Expectations.' } };
  const chinese = mailBrand(newsroom({ mail }), { locale: 'zh-Hans', topicIds: [] });
  expect([chinese.boilerplate, chinese.forwardLookingStatement]).toEqual(['关于我们', null]);
  const english = mailBrand(newsroom({ mail }), { locale: 'en', topicIds: [] });
  expect([english.boilerplate, english.forwardLookingStatement]).toEqual(['From the environment.', 'Expectations.']);
});

test.each([
  ['https://news.example.com/logo.png', true],
  ['https://media.example.com/logo.png', true],
  ['https://example.com/logo.png', true],
  ['https://example.com.evil.example/logo.png', false],
  ['https://badexample.com/logo.png', false],
])('a logo at %s is shown: %s', (logoUrl, isShown) => {
  const { logo } = mailBrand(newsroom({ mail: { logoUrl } }), { locale: 'en', topicIds: [] });
  expect(logo).toEqual(isShown ? { url: logoUrl, alt: 'Example Newsroom' } : null);
});

test('mails have defaults, and a logo without https is refused', () => {
  expect(defaultSettings().mail).toMatchObject({ logoUrl: null, fontStack: 'mixed', boilerplate: {} });
  expect(() => SettingsShape.parse({ mail: { logoUrl: 'http://news.example.com/logo.png' } })).toThrow();
});
