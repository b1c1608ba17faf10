import type { Mailing } from '../../db/mailings/mailings.ts';
import type { Frequency } from '../../domain/frequency.ts';
import type { Locale } from '../../domain/locale.ts';

/** A draft as staff see it before it leaves. Texts are plain and unescaped. */
export type DraftMailing = {
  publicId: string;
  kind: Mailing['kind'];
  subject: string;
  /** What an approval of what is shown here has to name. */
  contentHash: string;
  titles: string[];
  articleCount: number;
  readers: number;
  groups: { locale: Locale; frequency: Frequency; readers: number }[];
  /** When it leaves at the earliest; null: once it is approved. */
  sendAt: string | null;
  /** How long its approval can be undone before it leaves. */
  holdSeconds: number;
  /** The address it comes from. */
  from: string;
  isAutomatic: boolean;
  /** Made by a schedule: without it, its articles come with the next date. */
  isScheduled: boolean;
  /** Shows it as readers will see it, for an hour. */
  previewUrl: string;
  /** Why it is asked about again, if it is. */
  reason: string | null;
};
