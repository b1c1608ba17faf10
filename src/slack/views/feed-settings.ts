import * as z from 'zod';
import { listTopics } from '../../db/articles/topics.ts';
import type { Context } from '../../services/context.ts';
import { checkedZone } from '../../services/feeds/edit-feed.ts';
import { IMAGE_RIGHT_CHOICES, kindChoices, TEXT_RIGHT_CHOICES } from './choices.ts';
import { type FormValues, listOf, textOf } from './form-values.ts';
import { choiceInput, choicesInput, textInput } from './inputs.ts';

type Settings = {
  title: string;
  kind: string;
  textRight: string;
  imageRight: string;
  timeZone: string;
  topics: readonly string[];
};

/** The inputs for how a feed is taken in. */
export async function settingInputs(ctx: Context, now: Settings) {
  const topics = (await listTopics(ctx.db)).map(({ slug, name }) => ({ text: name, value: slug }));
  return [
    textInput({ id: 'title', label: 'Name of the feed', max: 300, initial: now.title }),
    choiceInput({ id: 'kind', label: 'Kind', choices: kindChoices([now.kind]), isMenu: true, initial: now.kind }),
    choiceInput({
      id: 'textRight',
      label: 'Text we may show',
      isMenu: true,
      choices: TEXT_RIGHT_CHOICES,
      initial: now.textRight,
    }),
    choiceInput({
      id: 'imageRight',
      label: 'Pictures are',
      isMenu: true,
      choices: IMAGE_RIGHT_CHOICES,
      initial: now.imageRight,
    }),
    textInput({
      id: 'timeZone',
      label: 'Time zone of dates that name none',
      hint: 'As in Europe/Berlin.',
      max: 60,
      initial: now.timeZone,
    }),
    ...(topics.length > 0
      ? [choicesInput({ id: 'topics', label: 'Topics', isOptional: true, choices: topics, initial: now.topics })]
      : []),
  ];
}

/** What stands in them. Throws AppError('invalid') naming `timeZone`. */
export async function settingsOf(ctx: Context, values: FormValues) {
  const kind = textOf(values, 'kind');
  return {
    title: textOf(values, 'title').slice(0, 300),
    kind: /^[a-z_]{2,30}$/.test(kind) ? kind : 'coverage',
    textRight: z.enum(['link', 'extract', 'full']).catch('extract').parse(textOf(values, 'textRight')),
    imageRight: z.enum(['none', 'licensed', 'own']).catch('none').parse(textOf(values, 'imageRight')),
    timeZone: checkedZone(textOf(values, 'timeZone') || ctx.config.timeZone),
    topics: [...listOf(values, 'topics')],
  };
}
