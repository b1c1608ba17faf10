import { AppError } from '../domain/errors.ts';
import { headerText } from './header-text.ts';

// RFC 5322 dot-atom before the @; quoted local parts and comments are refused: nobody signs up with one.
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;
const HOST = /^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/;
/** RFC 5321 §4.5.3.1: the local part has at most 64 octets, the whole path 256 with its angle brackets. */
const MAX_LOCAL = 64;
const MAX_ADDRESS = 254;

/**
 * One bare address, fit for a header. An international domain becomes its ASCII form; letter case of the domain is lost.
 * @returns null where it is not one plain address
 */
export function readAddress(text: string): string | null {
  const at = text.lastIndexOf('@');
  const local = text.slice(0, at);
  // The URL parser would take a port, a path or an IP address too; a host with only these characters has none.
  const domain = /^[\p{L}\p{N}\p{M}.-]+$/u.test(text.slice(at + 1)) ? text.slice(at + 1) : '';
  const host = URL.parse(`http://${domain}`)?.hostname ?? '';
  if (at < 1 || local.length > MAX_LOCAL || !LOCAL_PART.test(local) || !HOST.test(host)) return null;
  const address = `${local}@${host}`;
  return address.length > MAX_ADDRESS ? null : address;
}

/**
 * A sender or reply address with a display name, for example `"Example Newsroom" <news@example.com>`.
 * @throws AppError('invalid') where the address is not one plain address
 */
export function formatMailbox(name: string | null, address: string): string {
  const checked = readAddress(address);
  if (checked === null) {
    throw new AppError('invalid', 'This is not an email address.', {
      fields: { address: 'Give one address such as news@example.com.' },
    });
  }
  const display = headerText(name ?? '');
  return display === '' ? checked : `"${display.replace(/["\\]/g, '\\$&')}" <${checked}>`;
}
