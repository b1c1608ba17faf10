import * as z from 'zod';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../../services/context.ts';
import { changeSettings } from '../../services/desk/change-settings.ts';
import { message } from '../blocks/block.ts';
import { undoRowFor } from '../blocks/undo.ts';
import { type Asked, formView, type Modal, openModal, readNote } from './modal.ts';
import type { ModalView } from './screen.ts';
import { BRAND_SECTION, MAIL_SECTION } from './settings/brand.ts';
import { CONTACTS_SECTION } from './settings/contacts.ts';
import { DESK_SECTION } from './settings/desk.ts';
import { MAIL_LOOK_SECTION } from './settings/mail-look.ts';
import { PAGES_SECTION } from './settings/pages.ts';
import type { SettingsSection } from './settings/section.ts';
import { SENDING_SECTION } from './settings/sending.ts';
import { SIGNUP_SECTION } from './settings/signup.ts';

export const SETTINGS_FORM = 'settings';

/** To add a section: write a SettingsSection in settings/ and name it here. */
export const SETTINGS_SECTIONS: readonly SettingsSection[] = [
  BRAND_SECTION,
  MAIL_SECTION,
  CONTACTS_SECTION,
  DESK_SECTION,
  SENDING_SECTION,
  MAIL_LOOK_SECTION,
  PAGES_SECTION,
  SIGNUP_SECTION,
];

const Note = z.object({ section: z.string(), isFromHome: z.boolean().default(false) });

/** Opens one section's form. */
export async function openSettingsModal(ctx: Context, asked: Asked, sectionId: string): Promise<void> {
  const { title } = sectionOf(sectionId);
  await openModal(ctx, { ...asked, title }, () => sectionView(ctx, sectionId, false));
}

/** The form of one section as it is set now. `isFromHome`: the Home tab it was opened from tells the outcome. */
export async function sectionView(ctx: Context, sectionId: string, isFromHome: boolean): Promise<ModalView> {
  const section = sectionOf(sectionId);
  return formView({
    callbackId: SETTINGS_FORM,
    title: section.title,
    submit: 'Save',
    note: { section: section.id, isFromHome } satisfies z.infer<typeof Note>,
    blocks: await section.blocks(ctx),
  });
}

function sectionOf(id: string): SettingsSection {
  const section = SETTINGS_SECTIONS.find((known) => known.id === id);
  if (!section) throw new AppError('not_found', 'There is no such section. See `/newsdesk settings`.');
  return section;
}

/** Saves one section; what is wrong shows beside its field, and a change is told with its Undo. */
export const settingsModal: Modal = {
  act: 'own',
  async submit(ctx, { note, userId, values, screen }) {
    const { isFromHome, section: id } = readNote(Note, note);
    const section = sectionOf(id);
    try {
      const by = `slack:${userId}`;
      const change = (settings: Context['settings']) => section.apply(settings, values);
      const changedAt = await changeSettings(ctx, { section: section.title, by, change });
      const text = changedAt ? `*${section.title}* is saved.` : `*${section.title}*: nothing was changed.`;
      const undo = changedAt ? [undoRowFor('settings:newsroom', changedAt)] : [];
      return {
        kind: 'closed',
        homeNotice: isFromHome ? text : null,
        after: () => screen.tell({ userId, channelId: null }, message(text, undo)),
      };
    } catch (error) {
      if (!(error instanceof z.ZodError)) throw error;
      const named = error.issues.map((issue) => [section.field(issue.path), issue.message] as const);
      return { kind: 'errors', errors: Object.fromEntries(named) };
    }
  },
};
