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
};
