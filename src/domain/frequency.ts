/** How often readers may get mail, the most frequent first. */
export const FREQUENCIES = ['instant', 'daily', 'weekly', 'monthly'] as const;
export type Frequency = (typeof FREQUENCIES)[number];
