import { number } from '../../blocks/count.ts';
import { listOf, numberOf, textOf } from '../form-values.ts';
import { choiceInput, textInput, ticksInput } from '../inputs.ts';
import type { SettingsSection } from './section.ts';
import { localisedField, localisedInputs, localisedValues } from './texts.ts';

const POLICIES = [
  { text: 'May sign up', value: 'allow' },
  { text: 'Are asked for another one', value: 'refuse' },
];
const lines = (text: string) => text.split(/[\s,;]+/).filter((word) => word !== '');

function returnInput(addresses: readonly string[]) {
  return textInput({
    id: 'returnTo',
    label: 'Where a form on another site may send its readers afterwards',
    hint: 'https addresses, one a line',
    initial: addresses.join('\n'),
    isLong: true,
    isOptional: true,
  });
}

/** How readers may sign up. */
export const SIGNUP_SECTION: SettingsSection = {
  id: 'signup',
  title: 'Sign-up',
  summary: ({ settings: { signup } }) =>
    `${signup.needsConsentTick ? 'Readers tick a box' : 'No box to tick'}; throw-away addresses ${signup.disposable === 'allow' ? 'allowed' : 'refused'}; at most ${number(signup.mailsPerHour)} confirmations an hour`,
  blocks: ({ config, settings: { signup } }) => [
    ticksInput({
      id: 'needsConsentTick',
      label: 'Consent',
      choices: [{ text: 'Readers tick a box beside the sentence', value: 'yes' }],
      initial: signup.needsConsentTick ? ['yes'] : [],
      isOptional: true,
    }),
    ...localisedInputs(
      config.locales,
      { id: 'consentText', label: 'Sentence of consent', hint: 'Empty: Newsdesk’s own', max: 2_000 },
      signup.consentText,
    ),
    ...localisedInputs(
      config.locales,
      {
        id: 'privacyUrl',
        label: 'Privacy notice',
        hint: 'An https address. Empty: the newsroom’s page',
        max: 2_000,
        isLong: false,
      },
      signup.privacyUrl,
    ),
    choiceInput({ id: 'disposable', label: 'Throw-away addresses', choices: POLICIES, initial: signup.disposable }),
    choiceInput({
      id: 'roleAddresses',
      label: 'Addresses of an office (info@, press@)',
      choices: POLICIES,
      initial: signup.roleAddresses,
    }),
    // A list that a field cannot hold whole stays as it is.
    ...(signup.returnTo.join('\n').length > 3_000 ? [] : [returnInput(signup.returnTo)]),
    textInput({
      id: 'mailsPerHour',
      label: 'Confirmation mails an hour at most',
      initial: String(signup.mailsPerHour),
      max: 9,
    }),
    textInput({
      id: 'perNetworkHour',
      label: 'Sign-ups an hour from one network',
      initial: String(signup.perNetworkHour),
      max: 9,
    }),
  ],
  apply: (settings, values) => ({
    ...settings,
    signup: {
      ...settings.signup,
      needsConsentTick: listOf(values, 'needsConsentTick').includes('yes'),
      consentText: localisedValues(values, 'consentText', settings.signup.consentText),
      privacyUrl: localisedValues(values, 'privacyUrl', settings.signup.privacyUrl),
      disposable: textOf(values, 'disposable'),
      roleAddresses: textOf(values, 'roleAddresses'),
      returnTo: 'returnTo' in values ? lines(textOf(values, 'returnTo')) : settings.signup.returnTo,
      mailsPerHour: numberOf(values, 'mailsPerHour'),
      perNetworkHour: numberOf(values, 'perNetworkHour'),
    },
  }),
  // A list has numbers in its path, texts have languages.
  field: (path) => (typeof path[2] === 'string' ? localisedField(path) : String(path[1] ?? 'returnTo')),
};
