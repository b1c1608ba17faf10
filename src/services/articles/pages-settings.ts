import * as z from 'zod';
import { webAddress } from '../web-address.ts';

const optionalAddress = webAddress.nullable().default(null);
const longText = z.string().trim().min(1).max(20_000);

/** What staff may set about the public pages. */
export const PagesSettings = z.object({
  /** Logos, pictures and facts for journalists. */
  pressKitUrl: optionalAddress,
  /** A WebSub hub that is told of news and tells those who follow. */
  hubUrl: optionalAddress,
  /**
   * proxy: pages and mails name a picture here, by a signed address, and nobody who reads us is seen by a publisher. direct:
   * they name it where its publisher has it.
   */
  images: z.enum(['direct', 'proxy']).default('proxy'),
  /** Plain paragraphs that stand in place of the built-in privacy page, by language. */
  privacy: z.object({ en: longText, 'zh-Hans': longText }).partial().default({}),
});
