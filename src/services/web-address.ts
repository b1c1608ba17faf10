import * as z from 'zod';
import { webUrl } from '../domain/web-url.ts';

/** A setting that pages and mails link to or show, kept as it was typed: only what they may (see `webUrl`) is taken. */
export const webAddress = z
  .string()
  .trim()
  .refine((text) => webUrl(text) !== null, 'must be an http(s) address without user name or blanks');

/** The same where only https will do. */
export const httpsAddress = z
  .string()
  .trim()
  .refine(
    (text) => webUrl(text)?.startsWith('https:') === true,
    'must be an https address without user name or blanks',
  );
