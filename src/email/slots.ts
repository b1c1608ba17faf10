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

/** Matches a written slot; splitting by it gives text and slot names in turn. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: slots are control characters because text cannot hold them
export const SLOT_MARK = /\u0002(\w+)\u0003/;

/** The mark of a slot in a rendered mail, between STX and ETX, which escaping removes from all other text. */
export function slotMark(slot: Slot): string {
  return `\u0002${slot.name}\u0003`;
}

/** Whether a mark names a slot that exists. */
export function isSlotName(name: string): name is SlotName {
  return SLOT_NAMES.some((known) => known === name);
}
