import sanitizeHtml from 'sanitize-html';
import { resolveUrl } from '../normalise/urls.ts';
import { cleanCharacters, escapeText } from '../xml/characters.ts';
import { nestsDeeperThan } from './nesting.ts';
import { plainText } from './plain-text.ts';
import { realImageUrl } from './real-image.ts';

const TAGS =
  `a abbr b blockquote br caption cite code dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6
  hr i img ins kbd li mark ol p pre q rp rt ruby s samp section small strong sub summary sup table tbody td tfoot th thead
  time tr u ul var`.split(/\s+/);
/** sanitize-html and its parser take time that grows with nesting; real articles stay far below this. */
const DEEPEST = 400;

type Attributes = Record<string, string>;
type Tag = { tagName: string; attribs: Attributes };

function linkTag(attributes: Attributes, base: string | null): Tag {
  const written = attributes.href ?? '';
  const href = /^\s*mailto:/i.test(written) ? written.trim().slice(0, 500) : resolveUrl(written, base);
  return href === null ? { tagName: 'span', attribs: {} } : { tagName: 'a', attribs: { href, rel: 'noopener' } };
}

function imageTag(attributes: Attributes, base: string | null): Tag {
  const url = realImageUrl(new Map(Object.entries(attributes)), base);
  if (!url) return { tagName: 'span', attribs: {} };
  const kept: Attributes = { src: url, alt: attributes.alt ?? '' };
  for (const name of ['width', 'height']) {
    if (/^\d{1,4}$/.test(attributes[name] ?? '')) kept[name] = attributes[name] ?? '';
  }
  return { tagName: 'img', attribs: kept };
}

function optionsFor(base: string | null): sanitizeHtml.IOptions {
  return {
    allowedTags: TAGS,
    // `rel` is always ours: the transform below replaces all attributes.
    allowedAttributes: {
      a: ['href', 'rel'],
      img: ['src', 'alt', 'width', 'height'],
      td: SPANS,
      th: SPANS,
      time: ['datetime'],
    },
    allowedSchemes: ['http', 'https', 'mailto'],
    allowedSchemesByTag: { img: ['http', 'https'] },
    allowProtocolRelative: false,
    parseStyleAttributes: false,
    disallowedTagsMode: 'discard',
    nonTextTags: ['script', 'style', 'textarea', 'option', 'xmp', 'template', 'noembed', 'noframes'],
    transformTags: {
      a: (_name, attributes) => linkTag(attributes, base),
      img: (_name, attributes) => imageTag(attributes, base),
    },
  };
}

const SPANS = ['colspan', 'rowspan'];

/**
 * HTML from a feed, safe to put on our pages: only tags and attributes on the list; links http, https or mailto with
 * rel="noopener"; pictures http(s) with absolute addresses; no style, script, frame or event handler. Markup nested beyond
 * reason becomes its plain text.
 */
export function sanitiseHtml(html: string, base: string | null): string {
  if (nestsDeeperThan(html, DEEPEST))
    return `<p>${escapeText(plainText({ value: html, html: true, base }, html.length))}</p>`;
  return cleanCharacters(sanitizeHtml(html, optionsFor(base))).trim();
}
