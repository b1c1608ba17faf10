/** One article as a Slack channel shows it. Texts are plain and unescaped. */
export type ArticleCard = {
  title: string;
  extract: string;
  kindLabel: string;
  /** Name of the publication or company it comes from. */
  source: string;
  publishedAt: string;
  /** Where the headline leads. */
  url: string;
  image: { url: string; alt: string } | null;
  updatedAt: string | null;
  /** Names of its topics; empty for none. */
  topics?: string[];
  /** Public id of the announcement, where the card is a post that staff may act on. */
  postId?: string;
};
