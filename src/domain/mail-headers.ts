import { AppError } from './errors.ts';
import { headerText } from './header-text.ts';
import { webUrl } from './web-url.ts';

/** RFC 3834 §5: automatic answers such as out-of-office notes stay away. */
const AUTOMATIC = { 'Auto-Submitted': 'auto-generated' };

export type ListMailInput = {
  /** The reader's one-click address; absolute, opaque, answers POST without a redirect (RFC 8058 §3). */
  unsubscribeUrl: string;
  /** Which list, as a DNS label: digest, alert, correction. */
  list: string;
  siteName: string;
  /** Host of the newsroom, for List-Id. */
  host: string;
  /** Different for each mailing, equal for all its readers: Gmail then keeps equal subjects in threads of their own. */
  reference: string;
};

/** RFC 2919: `List-Id: Phrase <label.host>`. The phrase is optional and must be ASCII, so other names leave it out. */
function listId({ list, siteName, host }: Pick<ListMailInput, 'list' | 'siteName' | 'host'>): string {
  const label = list.toLowerCase().replace(/[^a-z0-9-]+/g, '-');
  const name = headerText(siteName);
  const id = `<${label}.${host.toLowerCase().replace(/[^a-z0-9.-]+/g, '')}>`;
  return /^[\x20-\x7e]+$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}" ${id}` : id;
}

function referenceHeader(reference: string): Record<string, string> {
  return { ...AUTOMATIC, 'X-Entity-Ref-ID': reference.replace(/[^\w.:/-]+/g, '-').slice(0, 128) };
}

/**
 * The headers that differ between the readers of a list. Gmail and Yahoo require the two List-Unsubscribe lines of bulk
 * senders; the DKIM signature must cover them (RFC 8058 §4).
 * @throws AppError('invalid') where the unsubscribe address is not http(s)
 */
export function unsubscribeHeaders(unsubscribeUrl: string): Record<string, string> {
  // Angle brackets and commas end an address in this header; the URL parser leaves commas as they are.
  const url = webUrl(unsubscribeUrl)?.replace(/[<>,]/g, encodeURIComponent);
  if (!url) throw new AppError('invalid', 'The unsubscribe address must be a complete http or https address.');
  return { 'List-Unsubscribe': `<${url}>`, 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' };
}

/** The headers that are the same for all readers of a list. */
export function listHeaders(input: Omit<ListMailInput, 'unsubscribeUrl'>): Record<string, string> {
  return { 'List-Id': listId(input), ...referenceHeader(input.reference) };
}

/**
 * The headers of a mail that belongs to a list, such as the welcome mail: both kinds together.
 * @throws AppError('invalid') where the unsubscribe address is not http(s)
 */
export function listMailHeaders(input: ListMailInput): Record<string, string> {
  return { ...unsubscribeHeaders(input.unsubscribeUrl), ...listHeaders(input) };
}

/** The headers of a mail that answers one act of one person, such as a confirmation: no list has them yet. */
export function singleMailHeaders(reference: string): Record<string, string> {
  return referenceHeader(reference);
}
