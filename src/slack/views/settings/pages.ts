import { textOf, textOrNull } from '../form-values.ts';
import { addressInput, choiceInput } from '../inputs.ts';
import type { SettingsSection } from './section.ts';
import { localisedField, localisedInputs, localisedValues } from './texts.ts';

/** What a field of a form can hold; a longer text stays as it is and is not shown. */
const FIELD_MAX = 3_000;

/** The public pages. */
export const PAGES_SECTION: SettingsSection = {
  id: 'pages',
  title: 'Public pages',
  summary: ({ settings: { pages } }) =>
    `${pages.pressKitUrl ? 'With a press kit' : 'No press kit'}; privacy page ${Object.keys(pages.privacy).length > 0 ? 'of your own' : 'built in'}`,
  blocks: ({ config, settings: { pages } }) => [
    addressInput({
      id: 'pressKitUrl',
      label: 'Press kit',
      hint: 'Logos, pictures and facts for journalists',
      initial: pages.pressKitUrl,
      isOptional: true,
    }),
    addressInput({
      id: 'hubUrl',
      label: 'WebSub hub',
      hint: 'Tells programs that follow our feeds of news at once',
      initial: pages.hubUrl,
      isOptional: true,
    }),
    choiceInput({
      id: 'images',
      label: 'Pictures of others',
      choices: [
        { text: 'Handed on by this newsroom', value: 'proxy' },
        { text: 'Loaded from their publisher, who sees who reads', value: 'direct' },
      ],
      initial: pages.images,
    }),
    ...localisedInputs(
      config.locales.filter((locale) => (pages.privacy[locale]?.length ?? 0) <= FIELD_MAX),
      { id: 'privacy', label: 'Privacy page', hint: 'Plain paragraphs. Empty: the built-in page', max: FIELD_MAX },
      pages.privacy,
    ),
  ],
  apply: (settings, values) => ({
    ...settings,
    pages: {
      ...settings.pages,
      pressKitUrl: textOrNull(values, 'pressKitUrl'),
      hubUrl: textOrNull(values, 'hubUrl'),
      images: textOf(values, 'images'),
      privacy: localisedValues(values, 'privacy', settings.pages.privacy),
    },
  }),
  field: localisedField,
};
