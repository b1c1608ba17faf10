import { load, make, shadow, showLink, type View } from './view.ts';

const NEWS_CSS = `
:host{display:block;font:var(--newsdesk-font,inherit);color:var(--newsdesk-text,inherit)}
ul{list-style:none;margin:0;padding:0;display:grid;gap:1.1rem}
a{color:var(--newsdesk-accent,inherit);font-weight:600;display:inline-block;padding-block:.2rem}
p{margin:.2rem 0 0}
.when{opacity:.75;font-size:.9em}
`;
const MOST = 30;
/** Characters of an extract; it is cut between words where the script has spaces. */
const MOST_TEXT = 200;

/** The parts of JSON Feed that the list shows (jsonfeed.org/version/1.1). */
type Item = {
  url: string;
  title: string;
  date_published: string;
  summary?: string;
  content_text?: string;
  language?: string;
};

/**
 * The newest news as a list: `data-kind`, `data-topic` and `data-locale` narrow it, `data-count` says how many (5 unless
 * told, at most 30). Where the feed cannot be had, a link to the newsroom.
 */
export const newsView: View = async (host, base, options) => {
  const root = shadow(host, NEWS_CSS);
  const address = new URL('feed.json', base);
  const { count = '5', kind, locale, topic } = options;
  address.searchParams.set('count', String(Math.min(MOST, Math.max(1, Number.parseInt(count, 10) || 5))));
  for (const [key, value] of Object.entries({ kind, topic, lang: locale })) {
    if (value) address.searchParams.set(key, value);
  }
  try {
    const { items, language } = await load<{ items: Item[]; language: string }>(address);
    root.replaceChildren(make('ul', { part: 'list' }, ...items.map((item) => row(item, language))));
  } catch {
    showLink(host, root, { href: base.href, what: 'news' });
  }
};

/** Only our own newsroom's addresses are in the feed; a link of another kind than http(s) is not made. */
function row(item: Item, language: string): HTMLElement {
  // Written as on the newsroom's own pages.
  const day = new Date(item.date_published).toLocaleDateString(language === 'en' ? 'en-GB' : language, {
    dateStyle: 'long',
  });
  const whole = item.summary ?? item.content_text ?? '';
  const text = whole.length > MOST_TEXT ? `${whole.slice(0, MOST_TEXT).replace(/\s\S{0,20}$/, '')}…` : whole;
  const href = /^https?:/.test(item.url) ? item.url : null;
  return make(
    'li',
    { part: 'item', lang: item.language ?? null },
    make('a', { href, part: 'link' }, item.title),
    make('p', { class: 'when', part: 'date' }, make('time', { datetime: item.date_published }, day)),
    ...(text ? [make('p', { part: 'extract' }, text)] : []),
  );
}
