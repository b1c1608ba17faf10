import { AppError } from '../domain/errors.ts';
import { escapeHtml, plainLine } from '../domain/plain-text.ts';
import type { PersonalParts, RenderedMail } from '../services/ports.ts';
import { isSlotName, SLOT_MARK, SLOT_NAMES, type SlotName } from './slots.ts';

/** A text cut at its slots: `before[i]` stands before `slots[i]`, `end` after the last. */
export type Pieces = { before: string[]; slots: SlotName[]; end: string };

/** @throws AppError('internal') where the text names a slot that does not exist */
export function cutAtSlots(text: string): Pieces {
  const parts = text.split(SLOT_MARK);
  const pieces: Pieces = { before: [], slots: [], end: parts.at(-1) ?? '' };
  for (let index = 0; index + 1 < parts.length; index += 2) {
    const name = parts[index + 1] ?? '';
    if (!isSlotName(name)) throw new AppError('internal', `The rendered mail has an unknown slot "${name}".`);
    pieces.before.push(parts[index] ?? '');
    pieces.slots.push(name);
  }
  return pieces;
}

function join(pieces: Pieces, values: Record<SlotName, string>): string {
  let text = '';
  for (const [index, slot] of pieces.slots.entries()) text += pieces.before[index] + values[slot];
  return text + pieces.end;
}

function encodeParts(parts: PersonalParts, encode: (text: string) => string): Record<SlotName, string> {
  const values: Record<SlotName, string> = { greeting: '', unsubscribeUrl: '', preferencesUrl: '' };
  for (const name of SLOT_NAMES) values[name] = encode(parts[name]);
  return values;
}

/**
 * Prepares a rendered mail for many readers: it is cut once, and each reader's copy is a join of pieces.
 * @returns a function from one reader's parts to their mail; values are escaped in the HTML part and plain in the text
 * @throws AppError('internal') where the mail names a slot that does not exist
 */
export function createMerger(mail: RenderedMail): (parts: PersonalParts) => { html: string; text: string } {
  const html = cutAtSlots(mail.html);
  const text = cutAtSlots(mail.text);
  return (parts) => ({
    html: join(html, encodeParts(parts, escapeHtml)),
    text: join(text, encodeParts(parts, plainLine)),
  });
}
