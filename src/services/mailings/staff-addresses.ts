import { type EmailAddress, readEmailAddress } from '../../domain/email-address.ts';
import { AppError } from '../../domain/errors.ts';

/**
 * The addresses that staff named for a mail, each once. Throws AppError('invalid') with `fields` for ones that are none and
 * for more than `most`; `nothingDone` begins what it says.
 */
export function readStaffAddresses(
  typed: readonly string[],
  { most, nothingDone }: { most: number; nothingDone: string },
): EmailAddress[] {
  const refuse = (addresses: string) =>
    new AppError('invalid', `${nothingDone}: ${addresses}.`, { fields: { addresses } });
  if (typed.length === 0) throw refuse('at least one email address must be named');
  if (typed.length > most) throw refuse(`at most ${most} addresses may be named`);
  const read = typed.map((address, index) => {
    const email = readEmailAddress(address);
    if (!email) throw refuse(`address number ${index + 1} is no email address`);
    return email;
  });
  return [...new Map(read.map((email) => [email.key, email])).values()];
}
