import { LOCALES } from '../../../domain/locale.ts';
import { checkedZone } from '../../../services/feeds/edit-feed.ts';
import { plain } from '../../mrkdwn.ts';
import { languageChoices } from '../choices.ts';
import { listOf, textOf, textOrNull } from '../form-values.ts';
import { channelInput, choicesInput, textInput } from '../inputs.ts';
import type { SettingsSection } from './section.ts';

const lastName = (path: readonly PropertyKey[]) => String(path[1] ?? 'siteName');

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
      choices: languageChoices(LOCALES),
      initial: config.locales,
    }),
  ],
  apply(settings, values) {
    const timeZone = checkedZone(textOf(values, 'timeZone'));
    const colour = textOf(values, 'colour');
    const { colour: _, ...others } = settings.overrides;
    return {
      ...settings,
      overrides: {
        ...others,
        siteName: textOf(values, 'siteName'),
        ...(colour === '' ? {} : { colour }),
        postalAddress: textOf(values, 'postalAddress'),
        linkedInUrl: textOrNull(values, 'linkedInUrl'),
        boilerplate: textOrNull(values, 'boilerplate'),
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
      mailReplyTo: textOrNull(values, 'mailReplyTo'),
      reviewChannel: textOrNull(values, 'reviewChannel'),
    },
  }),
  field: lastName,
};
