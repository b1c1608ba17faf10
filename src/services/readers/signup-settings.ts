import * as z from 'zod';
import { LOCALES } from '../../domain/locale.ts';
import { httpsAddress } from '../web-address.ts';

const POLICY = ['allow', 'refuse'] as const;
const domain = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'must be a domain such as example.com');

/** How readers may sign up; all of it staff may change. */
export const SignupSettings = z.object({
  /** Whether the reader must tick a box beside the sentence of consent. */
  needsConsentTick: z.boolean().default(false),
  /** The sentence of consent by locale; a locale without one gets Newsdesk's own. */
  consentText: z.partialRecord(z.enum(LOCALES), z.string().trim().min(1).max(2000)).default({}),
  /** The privacy notice by locale; a locale without one gets the newsroom's page. */
  privacyUrl: z.partialRecord(z.enum(LOCALES), httpsAddress).default({}),
  /** Where a form may send its reader afterwards: addresses that `return_to` must equal or lie below. */
  returnTo: z
    .array(
      z
        .string()
        .trim()
        .max(2000)
        .regex(/^https:\/\/[^/?#\s@]+(\/[^?#\s]*)?$/, 'must be an https address'),
    )
    .max(100)
    .default([]),
  /** Throw-away mailboxes, and addresses of an office rather than a person (info@, admin@). */
  disposable: z.enum(POLICY).default('refuse'),
  roleAddresses: z.enum(POLICY).default('allow'),
  /** Domains counted as throw-away beside Newsdesk's own list, and ones that are not whatever that list says. */
  disposableDomains: z.array(domain).max(5000).default([]),
  trustedDomains: z.array(domain).max(5000).default([]),
  /** Confirmation mails an hour at most, over all; and sign-ups an hour from one network. */
  mailsPerHour: z.number().int().min(1).max(1_000_000).default(2_000),
  perNetworkHour: z.number().int().min(1).max(100_000).default(30),
});
export type SignupPolicy = z.infer<typeof SignupSettings>;
