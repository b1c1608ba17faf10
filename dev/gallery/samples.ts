import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Brand } from '../../src/domain/brand.ts';
import type { Locale } from '../../src/domain/locale.ts';
import type { MailingArticle, MailingView, MessageView } from '../../src/services/ports.ts';

const EMAILS = join(import.meta.dirname, '../../emails');

function readSample(folder: string, locale: Locale) {
  return JSON.parse(readFileSync(join(EMAILS, folder, 'sample.json'), 'utf8'))[locale];
}

/** The brand the samples share, with changes. */
export function sampleBrand(locale: Locale, changes: Partial<Brand> = {}): Brand {
  return { ...readSample('partials', locale), ...changes };
}

/** A mail's sample view as its folder holds it, with changes. */
export function sampleMailing(
  kind: MailingView['kind'],
  locale: Locale,
  changes: Partial<MailingView> = {},
): MailingView {
  return { ...readSample(kind, locale), brand: sampleBrand(locale), ...changes };
}

export function sampleMessage(
  kind: MessageView['kind'],
  locale: Locale,
  changes: Partial<MessageView> = {},
): MessageView {
  return { ...readSample(kind.replaceAll('_', '-'), locale), brand: sampleBrand(locale), ...changes };
}

/** `count` different articles of realistic length, every one with an image: the digest the size budget is for. */
export function manyArticles(locale: Locale, count: number): MailingArticle[] {
  const [model] = sampleMailing('digest', locale).articles;
  if (!model?.image) throw new Error('the digest sample starts with an article that has an image');
  const { image } = model;
  return Array.from({ length: count }, (_, index) => ({
    ...model,
    title: `${model.title} (${index + 1})`,
    url: `${model.url}&n=${index + 1}`,
    image: { ...image, url: `${image.url}?n=${index + 1}` },
  }));
}

/** Parts of one reader, as a mailing is merged with. */
export const READER = {
  greeting: 'Dear Li Wei,',
  unsubscribeUrl: 'https://news.laekna.example/unsubscribe?t=u1.abc&l=1',
  preferencesUrl: 'https://news.laekna.example/preferences?t=p1.abc',
};
