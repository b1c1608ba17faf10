import { textOf } from './form-values.ts';
import { choiceInput } from './inputs.ts';
import { type Asked, formView, type Modal } from './modal.ts';
import { SETTINGS_SECTIONS, sectionView } from './settings-modal.ts';

export const SETTINGS_CHOICE_FORM = 'settings.which';

/** Asks which section somebody wants to change; null, as the window answers. */
export async function openSettingsChoice(asked: Asked): Promise<null> {
  const choices = SETTINGS_SECTIONS.map(({ id, title }) => ({ text: title, value: id }));
  const which = choiceInput({ id: 'section', label: 'What to change', choices, initial: choices[0]?.value ?? '' });
  const form = { callbackId: SETTINGS_CHOICE_FORM, title: 'Settings', submit: 'Open', blocks: [which] };
  await asked.screen.open(asked.triggerId, formView(form));
  return null;
}

/** Shows the chosen section's form. */
export const settingsChoiceModal: Modal = {
  act: 'own',
  submit: async (ctx, { values }) => ({ kind: 'shown', view: await sectionView(ctx, textOf(values, 'section'), true) }),
};
