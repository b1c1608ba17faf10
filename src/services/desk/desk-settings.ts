import * as z from 'zod';

/** How the desk works together. */
export const DeskSettings = z.object({
  /** Whoever wrote or edited an article may not approve its post. */
  needsFourEyes: z.boolean().default(false),
  /** Local times between which no post leaves for a channel; what is due waits until the end. Null: none. */
  quietHours: z
    .object({
      from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
      to: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
    })
    .nullable()
    .default(null),
});
export type DeskSettings = z.infer<typeof DeskSettings>;
