import * as z from 'zod';
import { plainLine } from '../../domain/plain-text.ts';
import { webUrl } from '../../domain/web-url.ts';

/** One message for whatever is wrong with a field. */
function line(max: number, message: string) {
  return z.string(message).transform(plainLine).pipe(z.string().min(1, message).max(max, message));
}

function address(message: string) {
  return z.string(message).transform((text, context) => {
    const url = webUrl(text.trim());
    if (url !== null) return url;
    context.addIssue(message);
    return z.NEVER;
  });
}

function time(message: string) {
  return z.iso.datetime({ offset: true, error: message }).transform((text) => new Date(text).toISOString());
}

const LANGUAGE = 'Give the language as a tag such as en or zh-Hans.';
const language = z.string(LANGUAGE).transform((text, context) => {
  try {
    const [tag] = Intl.getCanonicalLocales(text.trim().replaceAll('_', '-'));
    if (tag && /^[a-z]{2,3}(?:-|$)/.test(tag)) return tag;
  } catch {
    // Not a well-formed tag (RFC 5646): told below like any other wrong one.
  }
  context.addIssue(LANGUAGE);
  return z.NEVER;
});

const TOPICS = 'Give topics as a list of their short names.';
const DOCUMENTS = 'Give documents as a list of at most 20, each with title and url.';

const image = z.strictObject(
  {
    url: address('Give the complete http or https address of the picture.'),
    alt: line(500, 'Say what the picture shows in at most 500 characters.').nullish(),
    caption: line(500, 'Give a caption of at most 500 characters.').nullish(),
    credit: line(200, 'Give a credit of at most 200 characters.').nullish(),
  },
  'Give the picture as an object with url, alt, caption and credit.',
);

const document = z.strictObject(
  {
    title: line(200, 'Give each document a title of at most 200 characters.'),
    url: address('Give the complete http or https address of each document.'),
    language: language.nullish(),
  },
  DOCUMENTS,
);

const event = z.strictObject(
  {
    startsAt: time('Give the start of the event as a time with its zone, for example 2026-03-02T09:00:00+08:00.'),
    endsAt: time('Give the end of the event as a time with its zone, for example 2026-03-02T17:00:00+08:00.').nullish(),
    place: line(300, 'Give the place of the event in at most 300 characters.').nullish(),
    url: address('Give the complete http or https address of the registration page.').nullish(),
  },
  'Give the event as an object with startsAt, endsAt, place and url.',
);

const rights = z.strictObject(
  {
    text: z.enum(['link', 'extract', 'full'], 'Say what may be shown of the text: link, extract or full.').optional(),
    image: z.enum(['none', 'licensed', 'own'], 'Say whose the picture is: none, licensed or own.').optional(),
  },
  'Give the rights as an object with text and image.',
);

const KIND = 'Give the kind in lower-case letters and underscores: press_release, coverage, event, science, results.';

const fields = {
  kind: z.string(KIND).regex(/^[a-z_]{2,30}$/, KIND),
  title: line(300, 'Give the headline: 1 to 300 characters.'),
  extract: line(1000, 'Give an extract of at most 1,000 characters.').nullish(),
  body: z
    .string('Give the body as plain text or simple HTML.')
    .max(200_000, 'Give a body of at most 200,000 characters.')
    .nullish(),
  author: line(300, 'Give the author in at most 300 characters.').nullish(),
  outlet: line(200, 'Give the name of the publication in at most 200 characters.').nullish(),
  url: address('Give the complete http or https address of the article.').nullish(),
  language: language.nullish(),
  /** Public id of the same story in another language; null parts the article from its twins. */
  translationOf: line(40, 'Give the id of the article this one translates.').nullish(),
  image: image.nullish(),
  rights: rights.optional(),
  documents: z.array(document, DOCUMENTS).max(20, DOCUMENTS).optional(),
  event: event.nullish(),
  /** Topics by slug or public id. */
  topics: z.array(line(80, TOPICS), TOPICS).max(20, TOPICS).optional(),
  /** The date it carries. A time ahead: it appears then and not before. */
  publishedAt: time('Give the date as a time with its zone, for example 2026-03-02T09:00:00+08:00.').optional(),
  /** Nothing of the article passes before this time; null lifts it. */
  embargoUntil: time('Give the embargo as a time with its zone, for example 2026-03-02T09:00:00+08:00.').nullish(),
  emailMode: z
    .enum(['alert', 'next_digest', 'none'], 'Say how readers get it by mail: alert, next_digest or none.')
    .optional(),
};

const NO_OBJECT = 'Send an object with the fields of an article.';

export const ArticleShape = z.strictObject(
  {
    ...fields,
    /** False: no channel gets it by itself. */
    announce: z.boolean('Say true or false: whether channels get it.').optional(),
  },
  NO_OBJECT,
);
export const ArticleChangesShape = z
  .strictObject({ ...fields, revision: z.int('Give the revision as a whole number.').optional() }, NO_OBJECT)
  .partial();

/** An article as staff or scripts give it: only `kind` and `title` are needed. */
export type ArticleInput = z.infer<typeof ArticleShape>;
/** What an edit changes; `revision` is the one the editor looked at, where they say so. */
export type ArticleChanges = z.infer<typeof ArticleChangesShape>;

/** What may be said beside the address of a page that an article is taken from. */
export const FromPageShape = ArticleShape.partial().extend({
  url: address('Give the complete http or https address of the page.'),
});
export type FromPageInput = z.infer<typeof FromPageShape>;
