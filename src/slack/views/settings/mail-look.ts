import { FONT_CHOICES } from '../../../domain/brand.ts';
import { textOf, textOrNull } from '../form-values.ts';
import { addressInput, choiceInput, textInput } from '../inputs.ts';
import type { SettingsSection } from './section.ts';
import { localisedField, localisedInputs, localisedValues } from './texts.ts';

const FONTS = { mixed: 'Serif headlines, sans-serif text', sans: 'Sans-serif', serif: 'Serif' } as const;
const BOILERPLATE = { id: 'boilerplate', label: 'About the company', max: 2_000 };
const FORWARD_LOOKING = {
  id: 'forwardLookingStatement',
  label: 'Forward-looking statement',
  hint: 'Stands at the end of every newsletter',
  max: 2_000,
};

/** How mails and pages look, and what they say of the company. */
export const MAIL_LOOK_SECTION: SettingsSection = {
  id: 'mail',
  title: 'Look of mails and pages',
  summary: ({ settings: { mail } }) =>
    `${mail.logoUrl ? 'With a logo' : 'No logo'}; ${FONTS[mail.fontStack].toLowerCase()}${Object.keys(mail.forwardLookingStatement).length > 0 ? '; with a forward-looking statement' : ''}`,
  blocks: ({ config, settings: { mail } }) => [
    addressInput({
      id: 'logoUrl',
      label: 'Logo',
      placeholder: 'https://example.com/logo.png',
      initial: mail.logoUrl,
      isOptional: true,
      hint: 'An https address; shown about 32 pixels high',
    }),
    textInput({
      id: 'logoAlt',
      label: 'What stands where pictures are off',
      hint: 'Empty: the newsroom’s name',
      initial: mail.logoAlt,
      max: 200,
      isOptional: true,
    }),
    choiceInput({
      id: 'fontStack',
      label: 'Letters',
      choices: FONT_CHOICES.map((value) => ({ text: FONTS[value], value })),
      initial: mail.fontStack,
    }),
    ...localisedInputs(config.locales, BOILERPLATE, mail.boilerplate),
    ...localisedInputs(config.locales, FORWARD_LOOKING, mail.forwardLookingStatement),
  ],
  apply: (settings, values) => ({
    ...settings,
    mail: {
      ...settings.mail,
      logoUrl: textOrNull(values, 'logoUrl'),
      logoAlt: textOrNull(values, 'logoAlt'),
      fontStack: textOf(values, 'fontStack'),
      boilerplate: localisedValues(values, 'boilerplate', settings.mail.boilerplate),
      forwardLookingStatement: localisedValues(
        values,
        'forwardLookingStatement',
        settings.mail.forwardLookingStatement,
      ),
    },
  }),
  field: localisedField,
};
