import { z } from 'zod';
import type { PersonName } from '../emulators/slack-seed.ts';
import { isPerson } from './slack-pages.tsx';

/** Who acts; Ana where nobody is named. */
export const person = z.custom<PersonName>(isPerson, 'not a person of this workspace').default('ana');

/** What one field holds. */
export const raw = z
  .union([z.string(), z.array(z.string())])
  .nullable()
  .default(null);

/** What every field holds, by block and action. */
export const state = z.record(z.string(), z.record(z.string(), raw)).default({});
