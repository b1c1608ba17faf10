import * as z from 'zod';
import { FONT_CHOICES } from '../../domain/brand.ts';
import { LOCALES } from '../../domain/locale.ts';
import { httpsAddress } from '../web-address.ts';

/** A text in each locale that has its own; a locale without one gets the newsroom's general text, if any. */
const LocalisedText = z.partialRecord(z.enum(LOCALES), z.string().trim().min(1).max(2000));

/** How mails and pages look, and what they say of the company in each language. */
export const MailSettings = z.object({
  logoUrl: httpsAddress.nullable().default(null),
  /** What stands where pictures are off; null: the newsroom's name. */
  logoAlt: z.string().trim().min(1).max(200).nullable().default(null),
  fontStack: z.enum(FONT_CHOICES).default('mixed'),
  boilerplate: LocalisedText.default({}),
  forwardLookingStatement: LocalisedText.default({}),
});
