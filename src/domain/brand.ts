/** The company as readers see it on every page and mail. All texts are plain. */
export type Brand = {
  siteName: string;
  /** The company's own site. */
  siteUrl: string;
  /** Where this newsroom stands, without trailing slash. */
  baseUrl: string;
  /** sRGB hex of the accent colour, e.g. "#0b5f66". */
  colour: string;
  postalAddress: string;
  linkedInUrl: string | null;
  mediaContact: { name: string; email: string } | null;
  /** "About the company" paragraph under mails and articles. */
  boilerplate: string | null;
  /** What the law wants said of statements about the future; stands at the end of mailings. */
  forwardLookingStatement?: string | null;
  /** A picture for the head of mails and pages, about 32 px high, on the newsroom's or the company's own host. */
  logo?: { url: string; alt: string } | null;
  /** Which of the reader's own fonts mails and pages use. */
  font?: FontChoice;
};

/** Serif headlines over a sans-serif text, or one of them for everything. */
export const FONT_CHOICES = ['mixed', 'sans', 'serif'] as const;
export type FontChoice = (typeof FONT_CHOICES)[number];
