import { AppError } from '../../../domain/errors.ts';
import { LANGUAGE_NAMES, LOCALES } from '../../../domain/locale.ts';
import { plain } from '../../mrkdwn.ts';
import { listOf, textOf } from '../form-values.ts';
import { channelInput, choicesInput, textInput } from '../inputs.ts';
import type { SettingsSection } from './section.ts';

const lastName = (path: readonly PropertyKey[]) => String(path[1] ?? 'siteName');
const orNull = (text: string) => (text === '' ? null : text);

/** Name, address and look of the newsroom. */
export const BRAND_SECTION: SettingsSection = {
  id: 'brand',
  title: 'Name and look',
  summary: ({ config }) => `${plain(config.brand.siteName, 100)}, ${config.locales.join(' and ')}, ${config.timeZone}`,
  blocks: ({ config, settings }) => [
    textInput({ id: 'siteName', label: 'Name of the newsroom', initial: config.brand.siteName, max: 200 }),
    textInput({
      id: 'colour',
      label: 'Colour',
      hint: 'As in #0b5f66',
      initial: settings.overrides.colour ?? '',
      max: 7,
      isOptional: true,
    }),
    textInput({
      id: 'postalAddress',
      label: 'Postal address',
      hint: 'Stands in every mail, as the law asks',
      initial: config.brand.postalAddress,
      max: 500,
      isLong: true,
    }),
    textInput({
      id: 'linkedInUrl',
      label: 'LinkedIn page',
      initial: config.brand.linkedInUrl,
      max: 2000,
      isOptional: true,
    }),
    textInput({
      id: 'boilerplate',
      label: 'About the company',
      hint: 'Stands below press releases',
      initial: settings.overrides.boilerplate ?? '',
      max: 2000,
      isLong: true,
      isOptional: true,
    }),
    textInput({ id: 'timeZone', label: 'Time zone', hint: 'As in Asia/Shanghai', initial: config.timeZone, max: 60 }),
    choicesInput({
      id: 'locales',
      label: 'Languages',
      choices: LOCALES.map((value) => ({ text: LANGUAGE_NAMES[value], value })),
      initial: config.locales,
    }),
  ],
  apply(settings, values) {
    const timeZone = textOf(values, 'timeZone');
    requireZone(timeZone);
    const colour = textOf(values, 'colour');
    const { colour: _, ...others } = settings.overrides;
    return {
      ...settings,
      overrides: {
        ...others,
        siteName: textOf(values, 'siteName'),
        ...(colour === '' ? {} : { colour }),
        postalAddress: textOf(values, 'postalAddress'),
        linkedInUrl: orNull(textOf(values, 'linkedInUrl')),
        boilerplate: orNull(textOf(values, 'boilerplate')),
        timeZone,
        locales: listOf(values, 'locales'),
      },
    };
  },
  field: lastName,
};

/** Who newsletters come from, and where staff are asked. */
export const MAIL_SECTION: SettingsSection = {
  id: 'sender',
  title: 'Sender and review',
  summary: ({ config }) =>
    `From ${plain(config.mailFrom, 100)}${config.reviewChannel ? `, reviews in <#${config.reviewChannel}>` : ', no review channel'}`,
  blocks: ({ config }) => [
    textInput({
      id: 'mailFrom',
      label: 'Newsletters come from',
      hint: 'An address of a domain that your provider has verified',
      initial: config.mailFrom,
      max: 254,
    }),
    textInput({ id: 'mailReplyTo', label: 'Answers go to', initial: config.mailReplyTo, max: 254, isOptional: true }),
    channelInput({
      id: 'reviewChannel',
      label: 'Review channel',
      hint: 'Approvals, alerts and questions go there',
      initial: config.reviewChannel ? [config.reviewChannel] : [],
      isOptional: true,
    }),
  ],
  apply: (settings, values) => ({
    ...settings,
    overrides: {
      ...settings.overrides,
      mailFrom: textOf(values, 'mailFrom'),
      mailReplyTo: orNull(textOf(values, 'mailReplyTo')),
      reviewChannel: orNull(textOf(values, 'reviewChannel')),
    },
  }),
  field: lastName,
};

function requireZone(zone: string): void {
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone });
  } catch (error) {
    const message = 'That is no time zone. Write one such as Europe/Zurich or Asia/Shanghai.';
    throw new AppError('invalid', message, { fields: { timeZone: message }, cause: error });
  }
}
