import { readEmailAddress } from './email-address.ts';
import { AppError } from './errors.ts';
import { headerText } from './header-text.ts';

/**
 * A sender or reply address with a display name, for example `"Example Newsroom" <news@example.com>`.
 * @throws AppError('invalid') where the address is not one plain address
 */
export function formatMailbox(name: string | null, address: string): string {
  const checked = readEmailAddress(address)?.address;
  if (checked === undefined) {
    throw new AppError('invalid', 'This is not an email address.', {
      fields: { address: 'Give one address such as news@example.com.' },
    });
  }
  const display = headerText(name ?? '');
  return display === '' ? checked : `"${display.replace(/["\\]/g, '\\$&')}" <${checked}>`;
}
