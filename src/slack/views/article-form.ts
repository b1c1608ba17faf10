import { LOCALES } from '../../domain/locale.ts';
import { header, type KnownBlock, paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { localTime } from '../mrkdwn.ts';
import { IMAGE_RIGHT_CHOICES, kindChoices, languageChoices, TEXT_RIGHT_CHOICES } from './choices.ts';
import { type FormValues, listOf, textOf } from './form-values.ts';
import {
  addressInput,
  type Choice,
  choiceInput,
  choicesInput,
  suggestedInput,
  textInput,
  ticksInput,
  timeInput,
} from './inputs.ts';
import { formView } from './modal.ts';
import type { ModalView } from './screen.ts';

export const ARTICLE_FORM = 'article.form';
export const TWIN_ACTION = 'article.twin';
export const ARTICLE_FORM_PRESSES = {
  preview: 'article.preview',
  read: 'article.read',
  fresh: 'article.fresh',
} as const;

/** What the form is about, kept in its note. `articleId` null: a new article. */
export type ArticleNote = {
  articleId: string | null;
  revision: number | null;
  /** The article it was a translation of when the form was opened. */
  twinId: string | null;
  /** Where the form was asked for. */
  channelId: string | null;
};

export type ArticleFormFacts = {
  note: ArticleNote;
  values: FormValues;
  topics: readonly { slug: string; name: string }[];
  kinds: readonly string[];
  twin: Choice | null;
  /** When the draft was kept that fills the form; null for none. */
  draftSavedAt: string | null;
  /** Above the form: what a page did not say, for example. */
  notice: string | null;
  /** An article that is out keeps its date of release. */
  isOut: boolean;
  /** The text is longer than Slack's inputs hold, so it stays as it is. */
  isBodyKept: boolean;
};

/** The form for a new article or an edit of one. */
export function articleFormView(facts: ArticleFormFacts): ModalView {
  const isNew = facts.note.articleId === null;
  return formView({
    callbackId: ARTICLE_FORM,
    title: isNew ? 'Publish an article' : 'Edit article',
    submit: isNew ? 'Publish' : 'Save',
    note: facts.note,
    isDraftKept: isNew,
    blocks: [
      ...noticeBlocks(facts),
      ...sourceBlocks(facts),
      ...textBlocks(facts),
      ...sortingBlocks(facts),
      ...pictureBlocks(facts),
      ...documentBlocks(facts),
      ...releaseBlocks(facts, isNew),
      buttonRow([{ actionId: ARTICLE_FORM_PRESSES.preview, label: 'Preview as readers see it', value: 'preview' }]),
    ],
  });
}

function noticeBlocks({ draftSavedAt, notice }: ArticleFormFacts): KnownBlock[] {
  const fresh = { actionId: ARTICLE_FORM_PRESSES.fresh, label: 'Start afresh', value: 'fresh' };
  return [
    ...(notice ? [paragraph(notice)] : []),
    ...(draftSavedAt
      ? [paragraph(`:pencil: This is your draft of ${localTime(draftSavedAt)}.`), buttonRow([fresh])]
      : []),
  ];
}

function sourceBlocks({ values, note }: ArticleFormFacts) {
  const url = addressInput({
    id: 'url',
    label: 'Address of the coverage',
    hint: 'Where the article stands at its publication. Leave empty for an article of your own.',
    isOptional: true,
    initial: textOf(values, 'url'),
    placeholder: 'https://…',
  });
  const read = { actionId: ARTICLE_FORM_PRESSES.read, label: 'Fill in from that page', value: 'read' };
  return note.articleId === null ? [url, buttonRow([read])] : [url];
}

function textBlocks({ values, isBodyKept }: ArticleFormFacts) {
  const body = textInput({
    id: 'body',
    label: 'Text',
    hint: 'Plain text or simple HTML. An empty line begins a paragraph. Up to 3,000 characters here.',
    isOptional: true,
    isLong: true,
    initial: textOf(values, 'body'),
  });
  return [
    textInput({ id: 'title', label: 'Headline', max: 300, initial: textOf(values, 'title') }),
    textInput({
      id: 'extract',
      label: 'Extract',
      hint: 'One or two sentences for lists, Slack and mail. Empty: the beginning of the text.',
      isOptional: true,
      isLong: true,
      max: 1_000,
      initial: textOf(values, 'extract'),
    }),
    isBodyKept ? paragraph('_The text is longer than a form in Slack holds. It stays as it is._') : body,
    textInput({ id: 'author', label: 'Author', isOptional: true, max: 300, initial: textOf(values, 'author') }),
  ];
}

function sortingBlocks(facts: ArticleFormFacts) {
  const { kinds, twin, values } = facts;
  const kind = textOf(values, 'kind');
  return [
    header('What it is'),
    choiceInput({ id: 'kind', label: 'Kind', choices: kindChoices(kinds), isMenu: true, initial: kind }),
    textInput({ id: 'outlet', label: 'Publication', isOptional: true, max: 200, initial: textOf(values, 'outlet') }),
    languageInput(textOf(values, 'language')),
    suggestedInput({
      id: 'translationOf',
      label: 'Translation of',
      hint: 'The same story in the other language. Each reader gets one of the two.',
      isOptional: true,
      actionId: TWIN_ACTION,
      initial: twin,
      placeholder: 'Type words of its headline',
    }),
    ...topicInputs(facts),
    choiceInput({
      id: 'textRight',
      label: 'We may show',
      isMenu: true,
      choices: TEXT_RIGHT_CHOICES,
      initial: textOf(values, 'textRight') || 'full',
    }),
  ];
}

/** A language that a feed brought and we have no name for stays as it is. */
function languageInput(language: string) {
  const known = languageChoices(LOCALES);
  const isKnown = language === '' || known.some(({ value }) => value === language);
  const choices = isKnown ? known : [...known, { text: language, value: language }];
  return choiceInput({ id: 'language', label: 'Language', isOptional: true, isMenu: true, choices, initial: language });
}

function topicInputs({ topics, values }: ArticleFormFacts) {
  if (topics.length === 0) return [];
  const choices = topics.map(({ slug, name }) => ({ text: name, value: slug }));
  const initial = listOf(values, 'topics');
  return [choicesInput({ id: 'topics', label: 'Topics', isOptional: true, choices, initial })];
}

function pictureBlocks({ values }: ArticleFormFacts) {
  const line = (id: string, label: string, max: number) =>
    textInput({ id, label, max, isOptional: true, initial: textOf(values, id) });
  return [
    header('Picture'),
    addressInput({
      id: 'imageUrl',
      label: 'Address of the picture',
      isOptional: true,
      initial: textOf(values, 'imageUrl'),
    }),
    line('imageAlt', 'What it shows, for those who cannot see it', 500),
    line('imageCaption', 'Caption', 500),
    line('imageCredit', 'Credit', 200),
    choiceInput({
      id: 'imageRight',
      label: 'The picture is',
      isMenu: true,
      choices: IMAGE_RIGHT_CHOICES,
      initial: textOf(values, 'imageRight') || 'own',
    }),
  ];
}

function documentBlocks({ values }: ArticleFormFacts) {
  return [
    header('Documents and event'),
    textInput({
      id: 'documents',
      label: 'Documents',
      hint: 'One a line: title | address | language, as in Full report | https://example.com/report.pdf | en',
      isOptional: true,
      isLong: true,
      initial: textOf(values, 'documents'),
    }),
    timeInput({ id: 'eventStart', label: 'Event starts', isOptional: true, initial: textOf(values, 'eventStart') }),
    timeInput({ id: 'eventEnd', label: 'Event ends', isOptional: true, initial: textOf(values, 'eventEnd') }),
    textInput({ id: 'eventPlace', label: 'Place', isOptional: true, max: 300, initial: textOf(values, 'eventPlace') }),
    addressInput({ id: 'eventUrl', label: 'Registration', isOptional: true, initial: textOf(values, 'eventUrl') }),
  ];
}

function releaseBlocks({ values, isOut }: ArticleFormFacts, isNew: boolean) {
  return [
    header('When and where'),
    timeInput({
      id: 'publishedAt',
      label: 'Date',
      hint: isOut ? 'The date it carries.' : 'Empty: now. A time ahead: it is published then.',
      isOptional: true,
      initial: textOf(values, 'publishedAt'),
    }),
    ...(isOut
      ? []
      : [
          timeInput({
            id: 'embargoUntil',
            label: 'Embargo until',
            hint: 'Nothing of it leaves before: not the site, Slack, mail or feeds.',
            isOptional: true,
            initial: textOf(values, 'embargoUntil'),
          }),
        ]),
    ...(isNew
      ? [
          ticksInput({
            id: 'announce',
            label: 'Slack',
            isOptional: true,
            choices: [{ text: 'Share in the channels that get every article', value: 'yes' }],
            initial: 'announce' in values ? listOf(values, 'announce') : ['yes'],
          }),
        ]
      : []),
    choiceInput({
      id: 'emailMode',
      label: 'Email',
      choices: [
        { text: 'Next newsletter', value: 'next_digest' },
        { text: 'Alert now', value: 'alert' },
        { text: 'No email', value: 'none' },
      ],
      initial: textOf(values, 'emailMode') || 'next_digest',
    }),
  ];
}
