import * as z from 'zod';
import { type Article, listMailingArticles } from '../../db/articles/articles.ts';
import { listTopics, type Topic } from '../../db/articles/topics.ts';
import { countWords } from '../../db/mailings/audience-counts.ts';
import { type Audience, AudienceShape } from '../../db/mailings/audiences.ts';
import type { Mailing } from '../../db/mailings/mailings.ts';
import { AppError, wrongField } from '../../domain/errors.ts';
import { LANGUAGE_NAMES, type Locale, type Localised } from '../../domain/locale.ts';
import type { Context } from '../../services/context.ts';
import { INTRO_MAX, PREHEADER_MAX, SUBJECT_MAX } from '../../services/mailings/edit-draft.ts';
import { listChoices } from '../../services/mailings/write-digest.ts';
import { cut } from '../mrkdwn.ts';
import { FREQUENCY_CHOICES, languageChoices } from './choices.ts';
import { type FormValues, listOf, textOf, wordsOf } from './form-values.ts';
import { choicesInput, textInput, ticksInput } from './inputs.ts';
import { formView } from './modal.ts';
import type { ModalView } from './screen.ts';

export const DIGEST_FORM = 'digest.form';

/** What comes back with the form: what was edited, as it was seen, and the articles by the numbers that stand in it. */
export const DigestNote = z.object({
  id: z.string().nullable(),
  hash: z.string(),
  channelId: z.string().nullable(),
  ids: z.array(z.number()),
});
export type DigestNote = z.infer<typeof DigestNote>;

const MOST_ARTICLES = 20;
const MOST_WORDS = 50;

/** The form of a newsletter; `mailing` null: a new one of what is new. */
export async function digestView(ctx: Context, mailing: Mailing | null, channelId: string | null): Promise<ModalView> {
  const chosen = mailing ? await listMailingArticles(ctx.db, mailing.id) : [];
  const mayGrow = mailing === null || mailing.kind === 'digest';
  const news = mayGrow ? (await listChoices(ctx, mailing?.audience ?? {})).map(({ article }) => article) : [];
  const articles = [...chosen, ...news.filter(({ id }) => !chosen.some((one) => one.id === id))];
  if (articles.length === 0)
    throw new AppError('conflict', 'There is no article that readers have not had already. Nothing was made.');
  const kept = mailing ? chosen : articles.slice(0, MOST_ARTICLES);
  const hasAudience = mailing === null || (mailing.kind === 'digest' && mailing.scheduleId === null);
  const note: DigestNote = {
    id: mailing?.publicId ?? null,
    hash: mailing?.contentHash ?? '',
    channelId,
    ids: articles.map(({ id }) => id),
  };
  return formView({
    callbackId: DIGEST_FORM,
    title: mailing ? 'Edit newsletter' : 'New newsletter',
    submit: mailing ? 'Save' : 'Make draft',
    note,
    blocks: [
      ...ctx.config.locales.flatMap((locale) => textInputs(mailing, locale)),
      ...articleInputs(articles, kept),
      ...(hasAudience ? await audienceInputs(ctx, mailing?.audience ?? {}) : []),
    ],
  });
}

function textInputs(mailing: Mailing | null, locale: Locale) {
  const language = LANGUAGE_NAMES[locale];
  return [
    textInput({
      id: `subject-${locale}`,
      label: `Subject (${language})`,
      hint: 'Empty: the first headline',
      initial: mailing?.subject[locale] ?? null,
      max: SUBJECT_MAX,
      isOptional: true,
    }),
    textInput({
      id: `preheader-${locale}`,
      label: `Line beside the subject (${language})`,
      hint: 'Empty: the next headlines',
      initial: mailing?.preheader[locale] ?? null,
      max: PREHEADER_MAX,
      isOptional: true,
    }),
    textInput({
      id: `intro-${locale}`,
      label: `Introduction (${language})`,
      initial: mailing?.intro[locale] ?? null,
      max: INTRO_MAX,
      isLong: true,
      isOptional: true,
    }),
  ];
}

function articleInputs(articles: readonly Article[], kept: readonly Article[]) {
  const choices = articles.map(({ id, title }, index) => ({
    text: cut(`${index + 1}. ${title}`, 70),
    value: String(id),
  }));
  return [
    choicesInput({
      id: 'articles',
      label: `Articles (at most ${MOST_ARTICLES})`,
      choices,
      initial: kept.map(({ id }) => String(id)),
    }),
    textInput({
      id: 'order',
      label: 'Order',
      hint: 'The articles’ numbers, the lead first, as in 3 1 2. Those you do not name follow in the order of the list.',
      initial: kept.map(({ id }) => articles.findIndex((one) => one.id === id) + 1).join(' '),
      max: 300,
      isOptional: true,
    }),
  ];
}

async function audienceInputs(ctx: Context, audience: Audience): Promise<ModalView['blocks']> {
  const [topics, companies, occupations] = await Promise.all([
    listTopics(ctx.db),
    countWords(ctx.db, 'company'),
    countWords(ctx.db, 'occupation'),
  ]);
  return [
    ticksInput({
      id: 'frequencies',
      label: 'Readers who asked for mail',
      hint: 'None ticked: all of them',
      choices: FREQUENCY_CHOICES,
      initial: audience.frequencies ?? [],
      isOptional: true,
    }),
    ...languageInput(ctx, audience),
    ...topicInput(topics, audience),
    wordsInput('companies', 'Only readers whose company holds', companies, audience.companies),
    wordsInput('occupations', 'Only readers whose occupation holds', occupations, audience.occupations),
  ];
}

function languageInput({ config: { locales } }: Context, audience: Audience) {
  if (locales.length < 2) return [];
  const choices = languageChoices(locales);
  const initial = audience.locales ?? [];
  const hint = 'None ticked: every language';
  return [ticksInput({ id: 'locales', label: 'Readers of', hint, choices, initial, isOptional: true })];
}

function topicInput(topics: readonly Topic[], audience: Audience) {
  if (topics.length === 0) return [];
  const choices = topics.map(({ id, name }) => ({ text: cut(name, 70), value: String(id) }));
  const initial = (audience.topics ?? []).map(String);
  return [choicesInput({ id: 'topics', label: 'Only readers of these topics', choices, initial, isOptional: true })];
}

/** Words to look for; those that readers wrote most are named as a hint. */
function wordsInput(id: string, label: string, often: readonly { word: string }[], now: readonly string[] = []) {
  const named = often.slice(0, 5).map(({ word }) => cut(word, 40));
  const hint =
    named.length === 0 ? 'Words, with commas between them' : `With commas between them. Often: ${named.join(', ')}`;
  return textInput({ id, label, hint, initial: now.join(', '), max: 1_000, isOptional: true });
}

/** The texts of one field in every language that has one. */
export function localisedOf(ctx: Context, values: FormValues, field: string): Localised {
  const texts = ctx.config.locales.map((locale) => [locale, textOf(values, `${field}-${locale}`)] as const);
  return Object.fromEntries(texts.filter(([, text]) => text !== ''));
}

/** The chosen articles' ids in the order of the numbers that were typed. Throws AppError with `fields`. */
export function articleIdsOf(values: FormValues, { ids }: DigestNote): number[] {
  const chosen = listOf(values, 'articles').map(Number);
  const numbers = textOf(values, 'order').match(/\d+/g) ?? [];
  const named = numbers.map((number) => ids[Number(number) - 1]);
  if (named.includes(undefined))
    throw wrongField('order', `Give numbers from 1 to ${ids.length}, as they stand before the articles.`);
  const inOrder = [...new Set(named.flatMap((id) => (id !== undefined && chosen.includes(id) ? [id] : [])))];
  const rest = ids.filter((id) => chosen.includes(id) && !inOrder.includes(id));
  const all = [...inOrder, ...rest];
  if (all.length > 0 && all.length <= MOST_ARTICLES) return all;
  const isNone = all.length === 0;
  throw wrongField('articles', isNone ? 'Choose at least one article.' : `At most ${MOST_ARTICLES} articles fit in.`);
}

/** Whom the form names; undefined where it does not ask. */
export function audienceOf(values: FormValues): Audience | undefined {
  if (!('companies' in values)) return undefined;
  const words = (field: string) => wordsOf(values, field).slice(0, MOST_WORDS);
  const topics = listOf(values, 'topics').map(Number);
  const parts = {
    frequencies: listOf(values, 'frequencies'),
    locales: listOf(values, 'locales'),
    topics,
    companies: words('companies'),
    occupations: words('occupations'),
  };
  return AudienceShape.parse(Object.fromEntries(Object.entries(parts).filter(([, list]) => list.length > 0)));
}
