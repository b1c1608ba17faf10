import { wrongField } from '../../../domain/errors.ts';
import { listOf, textOf } from '../form-values.ts';
import { textInput, ticksInput } from '../inputs.ts';
import type { SettingsSection } from './section.ts';

/** How the desk works together. */
export const DESK_SECTION: SettingsSection = {
  id: 'desk',
  title: 'Rules of the desk',
  summary({ settings: { desk } }) {
    const eyes = desk.needsFourEyes ? 'Nobody approves their own articles' : 'Authors may approve their own articles';
    const quiet = desk.quietHours ? `quiet from ${desk.quietHours.from} to ${desk.quietHours.to}` : 'no quiet hours';
    return `${eyes}; ${quiet}`;
  },
  blocks: ({ config, settings: { desk } }) => [
    ticksInput({
      id: 'eyes',
      label: 'Approval',
      choices: [{ text: 'Somebody else than the author has to approve', value: 'four' }],
      initial: desk.needsFourEyes ? ['four'] : [],
      isOptional: true,
    }),
    textInput({
      id: 'quietHours',
      label: 'Quiet hours in channels',
      hint: `As in 22:00-07:00, in ${config.timeZone}. What is due then waits until they are over.`,
      initial: desk.quietHours ? `${desk.quietHours.from}-${desk.quietHours.to}` : '',
      max: 13,
      isOptional: true,
    }),
  ],
  apply(settings, values) {
    const needsFourEyes = listOf(values, 'eyes').includes('four');
    return {
      ...settings,
      desk: { ...settings.desk, needsFourEyes, quietHours: hoursOf(textOf(values, 'quietHours')) },
    };
  },
  field: () => 'quietHours',
};

function hoursOf(typed: string): { from: string; to: string } | null {
  if (typed === '') return null;
  const match = /^(\d{1,2}):(\d{2})\s*[-–—]\s*(\d{1,2}):(\d{2})$/.exec(typed);
  const [, fromHour = '', fromMinute, toHour = '', toMinute] = match ?? [];
  const hours = { from: `${fromHour.padStart(2, '0')}:${fromMinute}`, to: `${toHour.padStart(2, '0')}:${toMinute}` };
  if (match && Object.values(hours).every((time) => /^([01]\d|2[0-3]):[0-5]\d$/.test(time))) return hours;
  throw wrongField('quietHours', 'Write two times such as 22:00-07:00.');
}
