import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import mjml2html from 'mjml';
import Mustache from 'mustache';
import { LOCALES, type Locale } from '../src/domain/locale.ts';
import { MAIL_NAMES, type MailName, type MailTemplate } from '../src/email/mail-template.ts';
import { readArguments, runCommand } from './command.ts';

type Strings = Record<string, string>;

/**
 * Colours known only when a mail is filled. MJML checks that colours are colours, so each stands in as a hex value used
 * nowhere else, and becomes its mustache tag once MJML is done.
 */
const LATE_COLOURS: Strings = { accent: '#0acc01', onAccent: '#0acc02' };

/** Ways past mustache's escaping, and partials, which would be a second include mechanism. */
const FORBIDDEN_TAG = /\{\{\{|\{\{\s*[&>=]/;

/** Where under emails/ a text stands, as `file:line`; templates are judged in parts, so the file is looked up after. */
function locate(emails: string, needle: string | RegExp, ending: string): string | null {
  const files = readdirSync(emails, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith(ending));
  for (const file of files.sort()) {
    const text = readFileSync(join(emails, file), 'utf8');
    const at = text.search(needle);
    if (at >= 0) return `emails/${file}:${text.slice(0, at).split('\n').length}`;
  }
  return null;
}

/** Any include but one of a file in a folder of emails/. */
const ODD_INCLUDE = /<mj-include (?!path="\.\.\/[\w-]+\/[\w-]+\.mjml" \/>)/;
const ODD_PART = /\[\[include (?!\.\.\/[\w-]+\/[\w-]+\.(?:mustache|txt)\]\])/;

function refuseOddSources(emails: string): void {
  const include = locate(emails, ODD_INCLUDE, '.mjml');
  if (include) throw new Error(`${include} may only include a file of emails/, as path="../folder/file.mjml"`);
  for (const ending of ['.mjml', '.mustache', '.txt']) {
    const place = locate(emails, ODD_PART, ending);
    if (place) throw new Error(`${place} may only include a file of emails/, as [[include ../folder/file]]`);
  }
  for (const ending of ['.mjml', '.mustache', '.txt', '.json']) {
    const place = locate(emails, FORBIDDEN_TAG, ending);
    if (place) throw new Error(`${place} uses a mustache tag that skips escaping or names a partial`);
  }
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** Puts `[[name]]` strings in and notes which were asked for; a name the locale lacks is left for the check at the end. */
function fillStrings(text: string, strings: Strings, used: Set<string>): string {
  return text.replaceAll(/\[\[(\w+)\]\]/g, (tag, name: string) => {
    used.add(name);
    return strings[name] ?? tag;
  });
}

/** Chinese has a space between its own and other letters; whether the newsroom's name begins or ends with such is data. */
function spaceName(text: string): string {
  return text
    .replaceAll(/(?<=\p{Script=Han})(?=\{\{siteName\}\})/gu, '{{#nameStartsLatin}} {{/nameStartsLatin}}')
    .replaceAll(/(?<=\{\{siteName\}\})(?=\p{Script=Han})/gu, '{{#nameEndsLatin}} {{/nameEndsLatin}}');
}

/** Puts files in for `[[include path]]` lines, each path relative to the folder of the file that names it. */
function includeParts(text: string, folder: string): string {
  return text.replaceAll(/^[ \t]*\[\[include (\S+)\]\]\n/gm, (_, target: string) => {
    const path = resolve(folder, target);
    return includeParts(readFileSync(path, 'utf8'), dirname(path));
  });
}

/** What MJML writes though a rule in the head, an attribute beside it or the default already says it. */
const REDUNDANT = [
  / xmlns(?::v)?="[^"]*"/g,
  /(?<= style="[^"]*);(?=")/g,
  // A fault of Outlook 2007 and older.
  '#outlook a{padding:0}',
  /<!--\[if !mso\]><!--><meta http-equiv="X-UA-Compatible"[^>]*><!--<!\[endif\]-->/g,
  // Columns narrower than the whole: none here, and the column's own style says 100 %.
  /<!--\[if lte mso 11\]>.*?<!\[endif\]-->/gs,
  /<style type="text\/css">@media only screen and \(min-width:480px\)\{\.mj-column-per-100[^<]*<\/style>/g,
  /<style media="screen and \(min-width:480px\)">[^<]*<\/style>/g,
  /class="mj-column-per-100 mj-outlook-group-fix" /g,
  // The document's own direction holds; MJML's columns would turn right-to-left text around.
  /\bdirection:(?:ltr|rtl);/g,
  / (?:class|style)=""/g,
  / target="_blank"/g,
  'border-collapse:collapse;border-spacing:0px;',
  'outline:none;text-decoration:none;',
  ' height="auto"',
  /<style type="text\/css">@media only screen and \(max-width:479px\)\{table\.mj-full-width-mobile.*?<\/style>/g,
  / type="text\/css"/g,
  'word-spacing:normal;',
  'p{display:block;margin:13px 0}',
  /\bbackground:(#\w+);(?=background-color:\1)/g,
];

/** Removes what no reader can see: indentation, CSS layout, line ends beside block-level tags, doubled declarations. */
function squeeze(html: string): string {
  const tidy = html
    .replaceAll(/<style[^>]*>[\s\S]*?<\/style>/g, (css) =>
      css
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/\s*((?<!\{)\{(?!\{)|(?<!\})\}(?!\})|[;>])\s*/g, '$1')
        .replaceAll(/([\w-]): /g, '$1:')
        .replaceAll(/(,) | (!)|;(\})(?!\})/g, '$1$2$3'),
    )
    .replaceAll(/\s*\n\s*/g, '\n')
    .replaceAll(/<(\w+)\n/g, '<$1 ')
    .replaceAll('\n>', '>')
    .replaceAll(/<(\w+) {2,}/g, '<$1 ')
    .replaceAll(
      /(<\/?(?:html|head|body|meta|title|style|table|tbody|tr|td|div|p|h1|h2|h3|ul|li)\b[^>]*>|<!--[^>]*-->|<!\[endif\]-->)\n/g,
      '$1',
    )
    .replaceAll(/\n(<\/?(?:html|head|body|meta|title|style|table|tbody|tr|td|div|p|h1|h2|h3|ul|li)\b|<!--)/g, '$1')
    .replaceAll(/\n?(\{\{[#/^][\w.]+\}\})\n?/g, '$1')
    .trim();
  const lean = REDUNDANT.reduce<string>((text, part) => text.replaceAll(part, ''), tidy);
  // Lines above 998 characters do not travel as they are (RFC 5322 §2.1.1), and filters mark them.
  return lean
    .replaceAll(/(?=<(?:style|body|td|h\d|p|ul|li)\b)/g, '\n')
    .replaceAll(/([^\n]{300,700}?(?<!\})\})(?=[@.\w][^{}<]*\{[^{])/g, '$1\n');
}

async function compileMjml(emails: string, mail: MailName, fill: (source: string) => string): Promise<string> {
  const path = join(emails, mail, 'index.mjml');
  try {
    const { html } = await mjml2html(readFileSync(path, 'utf8'), {
      validationLevel: 'strict',
      filePath: path,
      actualPath: path,
      ignoreIncludes: false,
      includePath: emails,
      keepComments: false,
      fonts: {},
      preprocessors: [fill],
    });
    // MJML leaves a comment where an include is missing; a mail without its footer must not be built.
    if (html.includes('<!-- mj-include')) throw new Error('includes a file that is not there');
    return Object.entries(LATE_COLOURS).reduce(
      (text, [name, hex]) => text.replaceAll(hex, `{{${name}}}`),
      squeeze(html),
    );
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`emails/${mail}/index.mjml: ${message.replaceAll(`${dirname(emails)}/`, '')}`, { cause });
  }
}

function readStrings(emails: string, folder: string, locale: Locale): Strings {
  return JSON.parse(readFileSync(join(emails, folder, `${locale}.json`), 'utf8'));
}

function tagsOf(text: string): string {
  return [...new Set(text.match(/\{\{[^}]*\}\}/g) ?? [])].sort().join(' ');
}

/** Throws unless every locale of a folder has the same strings with the same mustache tags as the first. */
function compareLocales(emails: string, folder: string): void {
  const [first = {}, ...others] = LOCALES.map((locale) => readStrings(emails, folder, locale));
  others.forEach((strings, index) => {
    for (const key of new Set([...Object.keys(first), ...Object.keys(strings)])) {
      const [path, firstName] = [`emails/${folder}/${LOCALES[index + 1]}.json`, `${LOCALES[0]}.json`];
      const [own, other] = [strings[key], first[key]];
      if (own === undefined) throw new Error(`${path} lacks "${key}", which ${firstName} has`);
      if (other === undefined) throw new Error(`${path} has "${key}", which ${firstName} lacks`);
      if (tagsOf(own) !== tagsOf(other)) throw new Error(`${path}: "${key}" has other {{tags}} than in ${firstName}`);
    }
  });
}

/** Throws, with file and line where it can, for a template part that is empty, lacks a string or is no mustache. */
function checkPart(emails: string, name: string, text: string): void {
  if (text.trim() === '') throw new Error(`${name} is empty`);
  const missing = /\[\[[^\]]*\]\]/.exec(text)?.[0];
  if (missing) {
    const needle = new RegExp(missing.replace(/[^\w ]/g, '\\$&'));
    const place = ['.mjml', '.mustache', '.txt'].map((ending) => locate(emails, needle, ending)).find(Boolean);
    throw new Error(`${place ?? name} asks for ${missing}, a string that ${name} does not have`);
  }
  try {
    Mustache.parse(text);
  } catch (cause) {
    throw new Error(`${name}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

async function buildMail(emails: string, mail: MailName, locale: Locale): Promise<MailTemplate> {
  const own = readStrings(emails, mail, locale);
  const written = Object.entries({ ...readStrings(emails, 'partials', locale), ...own });
  const strings = Object.fromEntries(written.map(([key, value]) => [key, spaceName(value)]));
  const markup = Object.fromEntries(Object.entries(strings).map(([key, value]) => [key, escapeMarkup(value)]));
  const used = new Set(['subject', 'preheader']);
  const folder = join(emails, mail);
  const fillMarkup = (source: string) =>
    fillStrings(includeParts(source, folder), { ...markup, ...LATE_COLOURS }, used);
  const template = {
    subject: strings.subject ?? '',
    preheader: strings.preheader ?? '',
    html: await compileMjml(emails, mail, fillMarkup),
    text: fillStrings(includeParts(readFileSync(join(folder, 'index.txt'), 'utf8'), folder), strings, used),
  };
  for (const [part, text] of Object.entries(template)) checkPart(emails, `emails/${mail} (${part}, ${locale})`, text);
  const unused = Object.keys(own).find((key) => !used.has(key));
  if (unused !== undefined) throw new Error(`emails/${mail}/${locale}.json: "${unused}" is not used`);
  return template;
}

/**
 * Compiles every mail in every locale.
 * @param root the folder that holds emails/
 * @returns the text of src/email/templates.generated.ts; the same sources give the same bytes
 * @throws Error naming file and line for MJML that is not strictly valid, an unknown or unmatched string, or a tag that
 *   would skip escaping
 */
export async function buildEmails(root: string): Promise<string> {
  const emails = join(root, 'emails');
  const templates: Record<string, Record<string, MailTemplate>> = {};
  refuseOddSources(emails);
  for (const folder of ['partials', ...MAIL_NAMES]) compareLocales(emails, folder);
  for (const mail of MAIL_NAMES) {
    const byLocale: Record<string, MailTemplate> = {};
    for (const locale of LOCALES) byLocale[locale] = await buildMail(emails, mail, locale);
    templates[mail] = byLocale;
  }
  return [
    "import type { Locale } from '../domain/locale.ts';",
    "import type { MailName, MailTemplate } from './mail-template.ts';",
    '',
    '/** Written by scripts/build-emails.ts from emails/; do not edit. */',
    `export const TEMPLATES: Record<MailName, Record<Locale, MailTemplate>> = ${JSON.stringify(templates, null, 2)};`,
    '',
  ].join('\n');
}

async function main(): Promise<void> {
  readArguments(
    'Usage: npm run build:emails\n\nCompiles the mails in emails/ to src/email/templates.generated.ts.',
    {},
  );
  const root = resolve(import.meta.dirname, '..');
  const target = join(root, 'src/email/templates.generated.ts');
  const text = await buildEmails(root);
  // What stays the same is not touched: wrangler builds again whenever a file under src/ changes.
  if (existsSync(target) && readFileSync(target, 'utf8') === text) return;
  // In one step: another program may be reading the old one.
  writeFileSync(`${target}.${process.pid}`, text);
  renameSync(`${target}.${process.pid}`, target);
}

if (import.meta.main) runCommand(main);
