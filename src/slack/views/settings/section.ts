import type { Context } from '../../../services/context.ts';
import type { NewsroomSettings } from '../../../services/newsroom-settings.ts';
import type { FormValues } from '../form-values.ts';
import type { ModalView } from '../screen.ts';

/** One part of the settings: its form, and what the form says. */
export type SettingsSection = {
  id: string;
  /** At most 24 characters, as Slack cuts a modal's title there. */
  title: string;
  /** What is set now, in a line of mrkdwn. */
  summary(ctx: Context): string;
  blocks(ctx: Context): Promise<ModalView['blocks']> | ModalView['blocks'];
  /** The settings with what the form says; may throw AppError that names fields. Its answer is checked by the schema. */
  apply(settings: NewsroomSettings, values: FormValues): unknown;
  /** The block id of the field behind a path in the settings that the schema refused. */
  field(path: readonly PropertyKey[]): string;
};
