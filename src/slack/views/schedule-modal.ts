import * as z from 'zod';
import { findSchedule, POLICIES, type Schedule } from '../../db/mailings/schedules.ts';
import { AppError } from '../../domain/errors.ts';
import { SCHEDULE_FREQUENCIES, type ScheduleFrequency } from '../../domain/schedule.ts';
import type { Context } from '../../services/context.ts';
import { changeSchedule, createSchedule } from '../../services/mailings/schedule-change.ts';
import { message, paragraph } from '../blocks/block.ts';
import { scheduleText } from '../blocks/schedule.ts';
import { FREQUENCY_NAMES, WEEKDAY_CHOICES } from './choices.ts';
import { type FormValues, numberBetween, textOf, timeOf } from './form-values.ts';
import { choiceInput, textInput } from './inputs.ts';
import { type Asked, formView, type Modal, messageView, openModal, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';

export const SCHEDULE_FORM = 'digest.schedule';
const TITLE = 'Newsletter schedule';
const Note = z.object({ id: z.string().nullable(), channelId: z.string().nullable() });

/** Opens the form of a schedule by its public id, or of a new one of a frequency. */
export async function openScheduleModal(
  ctx: Context,
  asked: Asked,
  of: { publicId: string } | { frequency: ScheduleFrequency },
): Promise<void> {
  await openModal(ctx, { ...asked, title: TITLE }, async () => {
    const schedule = 'publicId' in of ? await findSchedule(ctx.db, of.publicId) : null;
    if ('publicId' in of && schedule?.state !== 'active' && schedule?.state !== 'paused')
      throw new AppError('not_found', 'That schedule was removed. Nothing was done.');
    const note: z.infer<typeof Note> = { id: schedule?.publicId ?? null, channelId: asked.channelId };
    return formView({
      callbackId: SCHEDULE_FORM,
      title: TITLE,
      submit: 'Save',
      note,
      blocks: [
        ...(schedule
          ? [paragraph(scheduleText(ctx, schedule))]
          : [frequencyInput('frequency' in of ? of.frequency : 'weekly')]),
        ...timeInputs(ctx, schedule),
        ...ruleInputs(schedule),
      ],
    });
  });
}

function frequencyInput(frequency: ScheduleFrequency) {
  return choiceInput({
    id: 'frequency',
    label: 'For readers who want mail',
    choices: SCHEDULE_FREQUENCIES.map((value) => ({ text: FREQUENCY_NAMES[value], value })),
    initial: frequency,
  });
}

function timeInputs(ctx: Context, schedule: Schedule | null): ModalView['blocks'] {
  const plan = schedule?.plan;
  const weekday = choiceInput({
    id: 'weekday',
    label: 'Weekday',
    ...(schedule ? {} : { hint: 'Counts for weekly' }),
    choices: WEEKDAY_CHOICES,
    initial: String(plan?.weekday ?? 1),
    isMenu: true,
  });
  const day = textInput({
    id: 'dayOfMonth',
    label: 'Day of the month',
    hint: `${schedule ? '' : 'Counts for monthly. '}A month that is shorter has its last day.`,
    initial: String(plan?.dayOfMonth ?? 1),
    max: 2,
  });
  const of = schedule?.frequency;
  return [
    textInput({ id: 'time', label: 'Time', hint: 'As in 09:00', initial: plan?.time ?? '09:00', max: 5 }),
    ...(of === undefined || of === 'weekly' ? [weekday] : []),
    ...(of === undefined || of === 'monthly' ? [day] : []),
    choiceInput({
      id: 'clocks',
      label: 'By which clock',
      choices: [
        { text: `The newsroom’s: ${ctx.config.timeZone}`, value: 'newsroom' },
        { text: 'Each reader’s own', value: 'readers' },
      ],
      initial: plan?.clocks ?? 'newsroom',
    }),
  ];
}

function ruleInputs(schedule: Schedule | null): ModalView['blocks'] {
  const names = { needs_approval: 'Waits for approval', send_unless_stopped: 'Leaves unless somebody stops it' };
  return [
    textInput({
      id: 'hoursAhead',
      label: 'Hours ahead that the draft is shown',
      hint: '0 to 20, in the review channel',
      initial: String(schedule?.plan.hoursAhead ?? 4),
      max: 2,
    }),
    choiceInput({
      id: 'policy',
      label: 'If nobody acts',
      choices: POLICIES.map((value) => ({ text: names[value], value })),
      initial: schedule?.policy ?? 'needs_approval',
    }),
    textInput({
      id: 'minimumCount',
      label: 'Fewest articles',
      hint: '1 to 20. With fewer it is passed over, and they wait for the next one.',
      initial: String(schedule?.plan.minimumCount ?? 1),
      max: 2,
    }),
  ];
}

function planOf(values: FormValues) {
  return {
    time: timeOf(values, 'time'),
    ...('weekday' in values ? { weekday: numberBetween(values, 'weekday', 1, 7) } : {}),
    ...('dayOfMonth' in values ? { dayOfMonth: numberBetween(values, 'dayOfMonth', 1, 31) } : {}),
    clocks: textOf(values, 'clocks') === 'readers' ? ('readers' as const) : ('newsroom' as const),
    hoursAhead: numberBetween(values, 'hoursAhead', 0, 20),
    minimumCount: numberBetween(values, 'minimumCount', 1, 20),
  };
}

/** Saves a schedule. What is wrong shows beside its field. */
export const scheduleModal: Modal = {
  act: 'edit',
  async submit(ctx, { note, userId, values, screen }) {
    const { channelId, id } = readNote(Note, note);
    const by = `slack:${userId}`;
    const plan = planOf(values);
    const policy = POLICIES.find((each) => each === textOf(values, 'policy')) ?? 'needs_approval';
    const frequency = SCHEDULE_FREQUENCIES.find((each) => each === textOf(values, 'frequency')) ?? 'weekly';
    const schedule = await (id
      ? changeSchedule(ctx, { publicId: id, policy, plan, by })
      : createSchedule(ctx, { frequency, policy, plan, by })
    ).catch((error: unknown) => {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      throw new AppError('conflict', error.message, { fields: { frequency: error.message }, cause: error });
    });
    const warning =
      ctx.config.reviewChannel === null
        ? ' There is no review channel to show drafts in: see `/newsdesk settings`.'
        : '';
    const text = `Saved: ${scheduleText(ctx, schedule)}.${warning}`;
    return {
      kind: 'shown',
      view: messageView(TITLE, [paragraph(text)]),
      after: () => screen.tell({ userId, channelId }, message(text)),
    };
  },
};
