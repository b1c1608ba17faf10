import Mustache from 'mustache';
import { AppError } from '../domain/errors.ts';
import { escapeHtml, plainLine } from '../domain/plain-text.ts';
import { SLOTS, type Slot, slotMark } from './slots.ts';

/** What a template may be filled with. */
export type TemplateValue = string | number | boolean | null | Slot | TemplateData | readonly TemplateValue[];
export type TemplateData = { readonly [name: string]: TemplateValue };

const slots: ReadonlySet<unknown> = new Set(Object.values(SLOTS));

function isSlot(value: unknown): value is Slot {
  return slots.has(value);
}

/** Mustache treats a name it does not find as empty; a mail with a hole in it must not leave instead. */
class StrictContext extends Mustache.Context {
  override push(view: unknown): Mustache.Context {
    return new StrictContext(view, this);
  }

  override lookup(name: string): unknown {
    const value: unknown = super.lookup(name);
    if (value === undefined)
      throw new AppError('internal', `A mail template asks for "${name}", which it is not given.`);
    return value;
  }
}

// Mustache keeps parsed templates per writer. Only templates from the build come here, so that store stays small.
const writer = new Mustache.Writer();

function fill(template: string, data: TemplateData, encode: (text: string) => string): string {
  const write = (value: unknown): string => (isSlot(value) ? slotMark(value) : encode(String(value)));
  return writer.render(template, new StrictContext(data), undefined, { escape: write });
}

/** Fills an HTML template; every value is escaped. Throws AppError('internal') for a name the data lacks. */
export function fillHtml(template: string, data: TemplateData): string {
  return fill(template, data, escapeHtml);
}

/**
 * Fills a text template; every value becomes one line and blank lines never double. Lines are not wrapped: mail programs
 * wrap to the reader's screen, and a hard break every 72 columns reads badly on a phone.
 */
export function fillText(template: string, data: TemplateData): string {
  const text = fill(template, data, plainLine);
  return `${text
    .replace(/[^\S\n]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()}\n`;
}

/** Fills a one-line template such as a subject. */
export function fillLine(template: string, data: TemplateData): string {
  return plainLine(fill(template, data, plainLine));
}
