import { realImageUrl } from '../html/real-image.ts';
import { walkHtml } from '../html/walk.ts';
import { resolveUrl } from '../normalise/urls.ts';
import { scriptText } from './script-text.ts';

/** A picture on the page. */
export type PageImage = { url: string; alt: string | null; caption: string | null; isInArticle: boolean };

/** What one article page says of itself, before anything is chosen or cleaned. Lists are in document order. */
export type RawPage = {
  language: string | null;
  title: string;
  /** Text of the first h1. */
  heading: string;
  canonical: string | null;
  /** Addresses on the page are read against it. */
  base: string;
  /** `name`, `property` or `itemprop` in lower case → contents. */
  metas: Map<string, string[]>;
  jsonLd: string[];
  /** Values of time[datetime]; those marked as the date of publication first. */
  times: string[];
  /** Paragraphs of running text, those of the article itself apart from the rest. */
  articleParagraphs: string[];
  otherParagraphs: string[];
  images: PageImage[];
};

const MOST_METAS = 500;
const MOST_VALUES = 10;
const MOST_SCRIPTS = 20;
const MOST_PARTS = 100;
const LONGEST_TEXT = 2000;
/** Shorter paragraphs are captions, buttons and bylines. */
const SHORTEST_PARAGRAPH = 40;
/** Elements that hold something beside the article. */
const BESIDE = new Set(['nav', 'aside', 'footer', 'form', 'button']);

type Attributes = ReadonlyMap<string, string>;
type Sink = 'title' | 'heading' | 'caption' | 'paragraph';

type State = {
  page: RawPage;
  /** What text goes into at the moment, and what was read of it. */
  sink: Sink | null;
  text: string;
  articleDepth: number;
  besideDepth: number;
  markedTimes: string[];
  /** Set once no script ends any more, so that nobody searches for it again. */
  scriptsEnded: boolean;
};

function note(metas: Map<string, string[]>, name: string | undefined, content: string | undefined): void {
  const key = name?.trim().toLowerCase() ?? '';
  if (key === '' || content === undefined || metas.size >= MOST_METAS) return;
  const values = metas.get(key) ?? [];
  if (values.length < MOST_VALUES) values.push(content.slice(0, LONGEST_TEXT));
  metas.set(key, values);
}

function takeMeta({ page }: State, attributes: Attributes): void {
  const content = attributes.get('content');
  for (const kind of ['property', 'name', 'itemprop']) note(page.metas, attributes.get(kind), content);
  if (attributes.get('http-equiv')?.toLowerCase() === 'content-language') note(page.metas, 'content-language', content);
}

function takeTime(state: State, attributes: Attributes): void {
  const at = attributes.get('datetime')?.slice(0, 100) ?? '';
  const isMarked = attributes.has('pubdate') || /\bdatepublished\b/i.test(attributes.get('itemprop') ?? '');
  if (at !== '' && state.page.times.length < MOST_PARTS) (isMarked ? state.markedTimes : state.page.times).push(at);
}

function takeImage({ page, articleDepth, besideDepth }: State, attributes: Attributes): void {
  if (page.images.length >= MOST_PARTS) return;
  const url = realImageUrl(attributes, page.base);
  const alt = attributes.get('alt')?.slice(0, LONGEST_TEXT) ?? null;
  if (url) page.images.push({ url, alt, caption: null, isInArticle: articleDepth > 0 && besideDepth === 0 });
}

function takeScript(state: State, html: string, attributes: Attributes, end: number): void {
  const isData = /^\s*application\/ld\+json\b/i.test(attributes.get('type') ?? '');
  if (!isData || state.scriptsEnded || state.page.jsonLd.length >= MOST_SCRIPTS) return;
  const text = scriptText(html, end);
  if (text === null) state.scriptsEnded = true;
  else state.page.jsonLd.push(text);
}

function openSink(state: State, sink: Sink): void {
  closeSink(state);
  state.sink = sink;
  state.text = '';
}

function closeSink(state: State): void {
  const { page, sink, text } = state;
  state.sink = null;
  if (sink === 'title') page.title ||= text;
  else if (sink === 'heading') page.heading ||= text;
  else if (sink === 'caption') captionLast(page, text);
  else if (sink === 'paragraph' && text.trim().length >= SHORTEST_PARAGRAPH && state.besideDepth === 0) {
    const list = state.articleDepth > 0 ? page.articleParagraphs : page.otherParagraphs;
    if (list.length < MOST_PARTS) list.push(text);
  }
}

function captionLast(page: RawPage, caption: string): void {
  const image = page.images.at(-1);
  if (image) image.caption ??= caption;
}

const SINKS: ReadonlyMap<string, Sink> = new Map([
  ['title', 'title'],
  ['h1', 'heading'],
  ['figcaption', 'caption'],
  ['p', 'paragraph'],
]);

function onTag(state: State, html: string, tag: { name: string; attributes: Attributes; end: number }): void {
  const { name, attributes, end } = tag;
  const { page } = state;
  const sink = SINKS.get(name);
  if (sink) openSink(state, sink);
  else if (name === 'html') page.language ??= attributes.get('lang') ?? attributes.get('xml:lang') ?? null;
  else if (name === 'base') page.base = resolveUrl(attributes.get('href'), page.base) ?? page.base;
  else if (name === 'meta') takeMeta(state, attributes);
  else if (name === 'link' && /\bcanonical\b/i.test(attributes.get('rel') ?? '')) {
    page.canonical ??= attributes.get('href') ?? null;
  } else if (name === 'script') takeScript(state, html, attributes, end);
  else if (name === 'time') takeTime(state, attributes);
  else if (name === 'img') takeImage(state, attributes);
  else if (name === 'br') state.text += ' ';
  else if (name === 'article' || name === 'main') state.articleDepth += 1;
  else if (BESIDE.has(name)) state.besideDepth += 1;
}

function onEndTag(state: State, name: string): void {
  if (SINKS.get(name) !== undefined && SINKS.get(name) === state.sink) closeSink(state);
  else if (name === 'article' || name === 'main') {
    closeSink(state);
    state.articleDepth = Math.max(0, state.articleDepth - 1);
  } else if (BESIDE.has(name)) {
    closeSink(state);
    state.besideDepth = Math.max(0, state.besideDepth - 1);
  }
}

function emptyPage(url: string): RawPage {
  const lists = { jsonLd: [], times: [], articleParagraphs: [], otherParagraphs: [], images: [] };
  return { language: null, title: '', heading: '', canonical: null, base: url, metas: new Map(), ...lists };
}

/** Reads a page in one pass, whatever it holds: nothing is run, built into a tree or followed. */
export function scanPage(html: string, url: string): RawPage {
  const page = emptyPage(url);
  const state: State = {
    page,
    sink: null,
    text: '',
    articleDepth: 0,
    besideDepth: 0,
    markedTimes: [],
    scriptsEnded: false,
  };
  walkHtml(html, () => ({
    text: (text) => {
      if (state.sink && state.text.length < LONGEST_TEXT) state.text += text;
    },
    tag: (name, attributes, { end }) => onTag(state, html, { name, attributes, end }),
    endTag: (name) => onEndTag(state, name),
  }));
  closeSink(state);
  return { ...page, times: [...state.markedTimes, ...page.times] };
}
