import { HtmlValidate } from 'html-validate';
import { Parser } from 'htmlparser2';
import { HOSTILE_MARK, type Variant } from './variants.ts';

const KIB = 1024;
/** The most a mail's HTML may take: Gmail cuts mails off at some 102 KB, and each KB is sent to every reader. */
export function budgetOf({ articles }: Pick<Variant, 'articles'>): number {
  if (articles === 0) return 15 * KIB;
  return (articles <= 10 ? 30 : 55) * KIB;
}

/** What mails must do that pages must not: old attributes and inline styles are all that some mail programs know. */
const OFF_IN_MAILS = [
  'doctype-style',
  'long-title',
  'no-conditional-comment',
  'no-deprecated-attr',
  'no-inline-style',
  'prefer-native-element',
  'prefer-tbody',
  'presentation-role-style',
];
const validator = new HtmlValidate({
  extends: ['html-validate:recommended', 'html-validate:a11y'],
  rules: Object.fromEntries(OFF_IN_MAILS.map((rule) => [rule, 'off'])),
});

type Tag = { name: string; attributes: Record<string, string> };

function tagsIn(html: string): Tag[] {
  const tags: Tag[] = [];
  const parser = new Parser({ onopentag: (name, attributes) => tags.push({ name, attributes }) });
  parser.end(html);
  return tags;
}

/** Slots, tags, strings and stand-in colours that were never filled. */
const LEFTOVER = /(?![\t\n])\p{Cc}|\{\{|\[\[|undefined|\[object|#0acc0/u;

function leftovers(variant: Variant): string[] {
  const escaped = HOSTILE_MARK.replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
  return (['subject', 'preheader', 'html', 'text'] as const).flatMap((part) => {
    const text = variant[part].replaceAll(escaped, '').replaceAll(HOSTILE_MARK, '');
    // A headline is cut to a width, which may leave the beginning of a mark.
    const found = variant.data === 'hostile' ? null : LEFTOVER.exec(text);
    const problems = found ? [`${part} has ${JSON.stringify(found[0])} left in it`] : [];
    return text.trim() === '' ? [...problems, `${part} is empty`] : problems;
  });
}

function requiredLinks(variant: Variant, tags: readonly Tag[]): string[] {
  const links = tags.flatMap(({ attributes }) => attributes.href ?? []);
  const problems: string[] = [];
  const need = (url: string | null | undefined, times: number, name: string) => {
    if (!url) return;
    const count = links.filter((link) => link === url).length;
    if (count < times) problems.push(`the HTML links ${name} ${count} times, not ${times}`);
    if (!variant.text.includes(url)) problems.push(`the text part does not name ${name}`);
  };
  need(variant.parts?.unsubscribeUrl, 2, 'the unsubscribe page');
  need(variant.parts?.preferencesUrl, 1, 'the preferences');
  need(variant.link, 1, 'the address it is about');
  need(`${variant.brand.baseUrl}/privacy`, 1, 'the privacy notice');
  for (const line of variant.data === 'hostile' ? [] : variant.brand.postalAddress.split('\n')) {
    if (!variant.html.includes(line) || !variant.text.includes(line)) problems.push(`"${line}" is not in both parts`);
  }
  return problems;
}

/** Nothing that runs, loads from elsewhere or hides, and a document that says what it is. */
function structure(variant: Variant, tags: readonly Tag[]): string[] {
  const problems: string[] = [];
  const refuse = (isBad: boolean, problem: string) => {
    if (isBad) problems.push(problem);
  };
  const own = new URL(variant.brand.baseUrl).host;
  for (const { name, attributes } of tags) {
    refuse(/^(?:script|link|iframe|form|object|svg)$/.test(name), `has a <${name}>`);
    refuse(!/^(?:https:\/\/|mailto:)/.test(attributes.href ?? 'https://'), `links ${attributes.href}`);
    refuse(name === 'img' && new URL(attributes.src ?? 'x:').host !== own, `loads ${attributes.src} from another host`);
    refuse(name === 'img' && attributes.alt === undefined, 'has a picture without alt');
    refuse(name === 'table' && !/presentation|none/.test(attributes.role ?? ''), 'has a table without a role');
  }
  const html = tags.find(({ name }) => name === 'html');
  refuse(html?.attributes.lang !== variant.locale || !html.attributes.dir, 'does not say its language and direction');
  refuse(tags.filter(({ name }) => name === 'h1').length !== 1, 'does not have exactly one main heading');
  refuse(/url\(|@import|@font-face/.test(variant.html), 'loads something from its styles');
  refuse(/[\r\n]/.test(variant.subject + variant.preheader), 'has a line end in its subject or preheader');
  const bytes = Buffer.byteLength(variant.html);
  refuse(bytes > budgetOf(variant), `takes ${bytes} bytes of ${budgetOf(variant)}`);
  return problems;
}

/** What is wrong with a mail as far as it shows without a browser; empty where all is well. */
export async function checkVariant(variant: Variant): Promise<string[]> {
  const tags = tagsIn(variant.html);
  const { results } = await validator.validateString(variant.html);
  const invalid = results.flatMap(({ messages }) => messages.map(({ ruleId, message }) => `${ruleId}: ${message}`));
  return [
    ...new Set([...leftovers(variant), ...requiredLinks(variant, tags), ...structure(variant, tags), ...invalid]),
  ];
}
