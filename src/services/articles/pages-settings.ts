import * as z from 'zod';

const webAddress = z
  .string()
  .trim()
  .max(2000)
  .regex(/^https?:\/\//, 'must be an http(s) address')
  .nullable()
  .default(null);

const longText = z.string().trim().min(1).max(20_000);

/** What staff may set about the public pages. */
export const PagesSettings = z.object({
  /** Logos, pictures and facts for journalists. */
  pressKitUrl: webAddress,
  /** A WebSub hub that is told of news and tells those who follow. */
  hubUrl: webAddress,
  /**
   * proxy: pages and mails name a picture here, by a signed address, and nobody who reads us is seen by a publisher. direct:
   * they name it where its publisher has it.
   */
  images: z.enum(['direct', 'proxy']).default('proxy'),
  /** Plain paragraphs that stand in place of the built-in privacy page, by language. */
  privacy: z.object({ en: longText, 'zh-Hans': longText }).partial().default({}),
});
