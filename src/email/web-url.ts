import { AppError } from '../domain/errors.ts';

// Longer addresses break in some mail programs and are a sign of something smuggled in.
const MAX_URL_LENGTH = 2000;

/**
 * An address that may stand in a mail's link or image, normalised by the URL parser.
 * @param field names the input in the error
 * @throws AppError('invalid') unless it is absolute http or https, without user name or password, ≤ 2,000 characters
 */
export function webUrl(value: string, field: string): string {
  const url = URL.parse(value);
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:';
  if (!url || !isWeb || url.username !== '' || url.password !== '' || url.href.length > MAX_URL_LENGTH) {
    throw new AppError('invalid', 'A link in a mail must be a complete http or https address.', {
      fields: { [field]: 'Give an address that starts with https:// or http://.' },
    });
  }
  return url.href;
}
