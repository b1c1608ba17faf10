import { AppError } from '../domain/errors.ts';
import { webUrl } from '../domain/web-url.ts';

/**
 * An address that a mail's link or image must have.
 * @param field names the input in the error
 * @throws AppError('invalid') where it is no complete http(s) address
 */
export function requireWebUrl(value: string, field: string): string {
  const url = webUrl(value);
  if (url !== null) return url;
  throw new AppError('invalid', 'A link in a mail must be a complete http or https address.', {
    fields: { [field]: 'Give an address that starts with https:// or http://.' },
  });
}
