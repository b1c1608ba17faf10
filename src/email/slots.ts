/** The parts of a mailing that differ between readers. */
export const SLOT_NAMES = ['greeting', 'unsubscribeUrl', 'preferencesUrl'] as const;
export type SlotName = (typeof SLOT_NAMES)[number];

/** Stands in template data for a part that is filled per reader; only these objects are ever written as a slot. */
export type Slot = { readonly name: SlotName };

export const SLOTS: Readonly<Record<SlotName, Slot>> = {
  greeting: { name: 'greeting' },
  unsubscribeUrl: { name: 'unsubscribeUrl' },
  preferencesUrl: { name: 'preferencesUrl' },
};

// STX and ETX: plainLine() takes control characters out of every text, so no text can hold a slot.
const START = '\u0002';
const END = '\u0003';

/** Matches a written slot; splitting by it gives text and slot names in turn. */
export const SLOT_MARK = new RegExp(`${START}(\\w+)${END}`);

/** How a slot is written into a rendered mail. */
export function slotMark(slot: Slot): string {
  return START + slot.name + END;
}

/** Whether a mark names a slot that exists. */
export function isSlotName(name: string): name is SlotName {
  return SLOT_NAMES.some((known) => known === name);
}
