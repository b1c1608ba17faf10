import * as z from 'zod';
import { type AuditRow, insertAudit } from '../../db/desk/audit.ts';
import { readSettingText, swapSetting } from '../../db/settings.ts';
import { AppError } from '../../domain/errors.ts';
import type { Context } from '../context.ts';
import {
  defaultSettings,
  NEWSROOM_SETTINGS,
  type NewsroomSettings,
  rememberSettings,
  SettingsShape,
} from '../newsroom-settings.ts';

const SUBJECT = 'settings:newsroom';

/**
 * Changes the settings by `change`, which gets them as they stand in the database now. What somebody else changed at the
 * same moment is kept: the change is applied again to theirs. Answers when it was changed, null where nothing was.
 * Throws ZodError for values the shape refuses.
 */
export async function changeSettings(
  ctx: Context,
  input: { section: string; by: string; change(settings: NewsroomSettings): unknown; act?: 'changed' | 'undone' },
): Promise<string | null> {
  for (let tries = 1; tries <= 3; tries += 1) {
    const text = await readSettingText(ctx.db, NEWSROOM_SETTINGS);
    const before = text === null ? defaultSettings() : SettingsShape.parse(JSON.parse(text));
    const after = SettingsShape.parse(input.change(structuredClone(before)));
    const parts = changedParts(before, after);
    if (Object.keys(parts.after).length === 0) return null;
    const now = ctx.now();
    const [swapped] = await ctx.db.batch([
      swapSetting(ctx.db, { key: NEWSROOM_SETTINGS, from: text, to: JSON.stringify(after), now }),
      insertAudit(ctx.db, {
        at: now,
        actor: input.by,
        act: `settings.${input.act ?? 'changed'}`,
        subject: SUBJECT,
        detail: { section: input.section, ...parts },
      }),
    ]);
    if (swapped?.meta.changes === 1) {
      rememberSettings(ctx, after);
      return now;
    }
  }
  throw new AppError('conflict', 'Others are changing the settings too. Nothing was changed. Try again.');
}

/** The sections that differ, as they were and as they are. */
function changedParts(before: NewsroomSettings, after: NewsroomSettings) {
  const keys = Object.keys(after) as (keyof NewsroomSettings)[];
  const changed = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const pick = (settings: NewsroomSettings) => Object.fromEntries(changed.map((key) => [key, settings[key]]));
  return { before: pick(before), after: pick(after) };
}

const PartsShape = z.object({
  section: z.string(),
  before: z.record(z.string(), z.unknown()),
  after: z.record(z.string(), z.unknown()),
});

/** Puts the sections of one change back as they were, where they still are as that change left them. */
export async function restoreSettings(ctx: Context, entry: AuditRow, by: string): Promise<boolean> {
  const { section, before, after } = PartsShape.parse(entry.detail);
  const at = await changeSettings(ctx, {
    section,
    by,
    act: 'undone',
    change(settings) {
      const now: Record<string, unknown> = { ...settings };
      const isSame = Object.entries(after).every(([key, value]) => JSON.stringify(now[key]) === JSON.stringify(value));
      return isSame ? { ...now, ...before } : now;
    },
  });
  return at !== null;
}
