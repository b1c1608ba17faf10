import type { KnownBlock } from './block.ts';
import { buttonRow } from './buttons.ts';

export const UNDO_ACT_ACTION = 'audit.undo';
/** The same for what only an owner may take back. */
export const UNDO_OWN_ACT_ACTION = 'audit.undo_own';

/** The row with the Undo of an act on a subject ("route:…") at a time. */
export function undoRowFor(subject: string, at: string): KnownBlock {
  return buttonRow([{ actionId: UNDO_ACT_ACTION, label: 'Undo', value: `${subject} ${at}` }]);
}
