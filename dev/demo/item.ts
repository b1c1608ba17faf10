/** One picture of the demo feed; `file` stands in `dev/demo/pictures`. All are drawn for this project. */
export type DemoPicture = { file: string; caption: string };

/** One item of the demo feed. Paragraphs are plain text. */
export type DemoItem = {
  slug: string;
  kind: 'Press release' | 'Press coverage' | 'Event' | '新闻稿' | '媒体报道';
  language: 'en' | 'zh-Hans';
  title: string;
  summary: string;
  paragraphs: string[];
  /** ISO time; null for the item that appears while the demo runs. */
  publishedAt: string | null;
  author: string;
  /** The publication a piece of coverage is taken from. */
  outlet: string | null;
  topics: string[];
  picture: DemoPicture | null;
};
