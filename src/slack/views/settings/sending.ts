import * as z from 'zod';
import { wrongField } from '../../../domain/errors.ts';
import type { NewsroomSettings } from '../../../services/newsroom-settings.ts';
import { number } from '../../blocks/count.ts';
import { type FormValues, listOf, numberOf, textOf } from '../form-values.ts';
import { choiceInput, textInput, ticksInput } from '../inputs.ts';
import type { SettingsSection } from './section.ts';

const DAY = z.iso.date();

/** How carefully newsletters leave. */
export const SENDING_SECTION: SettingsSection = {
  id: 'sending',
  title: 'Sending',
  summary({ settings: { sending } }) {
    const alerts = sending.alertsNeedApproval ? 'Alerts wait for approval' : 'Alerts leave by themselves';
    const cap = sending.dailyCap === null ? 'no daily cap' : `at most ${number(sending.dailyCap)} mails a day`;
    const counted = sending.countsLinks ? 'links are counted' : 'links are not counted';
    return `${alerts}; the number is typed above ${number(sending.guardAbove)} readers; ${cap}; ${counted}`;
  },
  blocks: ({ settings: { sending } }) => [
    ...alertInputs(sending),
    ...capInputs(sending),
    ...warmUpInputs(sending),
    linksInput(sending),
  ],
  apply(settings, values) {
    const hasCap = textOf(values, 'dailyCap') !== '';
    return {
      ...settings,
      sending: {
        ...settings.sending,
        alertsNeedApproval: listOf(values, 'alertsNeedApproval').includes('yes'),
        alertsGoTo: textOf(values, 'alertsGoTo'),
        guardAbove: numberOf(values, 'guardAbove'),
        dailyCap: hasCap ? numberOf(values, 'dailyCap') : null,
        warmUp: warmUpOf(values),
        countsLinks: listOf(values, 'countsLinks').includes('yes'),
      },
    };
  },
  field: (path) => (path[1] === 'warmUp' ? 'warmUpSteps' : String(path[1] ?? 'guardAbove')),
};

type Sending = NewsroomSettings['sending'];

function alertInputs(sending: Sending) {
  return [
    ticksInput({
      id: 'alertsNeedApproval',
      label: 'Alerts',
      choices: [{ text: 'Wait for approval', value: 'yes' }],
      initial: sending.alertsNeedApproval ? ['yes'] : [],
      isOptional: true,
    }),
    choiceInput({
      id: 'alertsGoTo',
      label: 'Alerts go to',
      choices: [
        { text: 'Readers who want news at once', value: 'instant' },
        { text: 'Every reader of the article’s topics', value: 'everyone' },
      ],
      initial: sending.alertsGoTo,
    }),
  ];
}

function capInputs(sending: Sending) {
  return [
    textInput({
      id: 'guardAbove',
      label: 'Above how many readers the number has to be typed',
      hint: 'And a test sent first; as it is for the first send ever',
      initial: String(sending.guardAbove),
      max: 9,
    }),
    textInput({
      id: 'dailyCap',
      label: 'Mails a day at most',
      hint: 'Empty: as many as there are',
      initial: sending.dailyCap === null ? '' : String(sending.dailyCap),
      max: 9,
      isOptional: true,
    }),
  ];
}

function warmUpInputs(sending: Sending) {
  return [
    textInput({
      id: 'warmUpFrom',
      label: 'First day of a new sending domain',
      hint: 'As in 2026-03-02. From then on a few more mails leave each day. Empty: no warm-up',
      initial: sending.warmUp?.from ?? '',
      max: 10,
      isOptional: true,
    }),
    textInput({
      id: 'warmUpSteps',
      label: 'Mails on each day of the warm-up',
      hint: 'Empty: 150, 250, 400, 700, 1000, 1500, 2000',
      initial: sending.warmUp?.steps.join(', ') ?? '',
      max: 500,
      isOptional: true,
    }),
  ];
}

function linksInput(sending: Sending) {
  return ticksInput({
    id: 'countsLinks',
    label: 'Links',
    hint: 'Without the reader; programs that check mails are partly counted too',
    choices: [{ text: 'Count how often an article’s link is followed', value: 'yes' }],
    initial: sending.countsLinks ? ['yes'] : [],
    isOptional: true,
  });
}

function warmUpOf(values: FormValues) {
  const from = textOf(values, 'warmUpFrom');
  const steps = textOf(values, 'warmUpSteps')
    .split(/[,;\s]+/)
    .filter((step) => step !== '');
  if (from === '') return null;
  if (!DAY.safeParse(from).success) throw wrongField('warmUpFrom', 'Give a day, as in 2026-03-02.');
  if (steps.some((step) => !/^[1-9]\d{0,8}$/.test(step)))
    throw wrongField('warmUpSteps', 'Give numbers with commas between them, as in 150, 250, 400.');
  return steps.length === 0 ? { from } : { from, steps: steps.map(Number) };
}
