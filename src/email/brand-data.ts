import type { Brand } from '../domain/brand.ts';
import { readEmailAddress } from '../domain/email-address.ts';
import { AppError } from '../domain/errors.ts';
import type { Locale } from '../domain/locale.ts';
import { plainParagraphs } from '../domain/plain-text.ts';
import type { TemplateData } from './fill-template.ts';
import { fontsOf } from './fonts.ts';
import { paletteOf } from './palette.ts';
import { requireWebUrl } from './web-url.ts';

function contactData(contact: NonNullable<Brand['mediaContact']>): TemplateData {
  const address = readEmailAddress(contact.email)?.address ?? null;
  if (address === null) {
    throw new AppError('invalid', 'The media contact has no usable email address.', {
      fields: { mediaContact: 'Give one address such as press@example.com.' },
    });
  }
  return { name: contact.name, email: address, mailto: `mailto:${encodeURIComponent(address).replace('%40', '@')}` };
}

/** The newsroom's name, and whether Chinese beside it needs a space. */
export function nameData(siteName: string): TemplateData {
  return {
    siteName,
    nameStartsLatin: /^[\p{Script=Latin}\p{N}]/u.test(siteName),
    nameEndsLatin: /[\p{Script=Latin}\p{N}]$/u.test(siteName),
  };
}

/**
 * What every template shows of the company.
 * @throws AppError('invalid') for a brand address that is not http(s), a colour that is not hex, a bad contact address
 */
export function brandData(brand: Brand, locale: Locale): TemplateData {
  const baseUrl = requireWebUrl(brand.baseUrl, 'baseUrl').replace(/\/$/, '');
  const siteUrl = requireWebUrl(brand.siteUrl, 'siteUrl');
  return {
    ...paletteOf(brand.colour),
    ...fontsOf(brand.font ?? 'mixed', locale),
    logo: brand.logo ? { src: requireWebUrl(brand.logo.url, 'logo'), alt: brand.logo.alt } : null,
    // Which mails carry it is for them to say.
    forwardLooking: [],
    ...nameData(brand.siteName),
    siteUrl,
    siteHost: new URL(siteUrl).host.replace(/^www\./, ''),
    baseUrl,
    rssUrl: `${baseUrl}/feed.xml`,
    privacyUrl: `${baseUrl}/privacy`,
    linkedInUrl: brand.linkedInUrl === null ? null : requireWebUrl(brand.linkedInUrl, 'linkedInUrl'),
    contact: brand.mediaContact === null ? null : contactData(brand.mediaContact),
    boilerplate: plainParagraphs(brand.boilerplate),
    postalAddress: plainParagraphs(brand.postalAddress),
  };
}
