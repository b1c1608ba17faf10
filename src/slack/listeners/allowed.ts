import type { Role } from '../../db/desk/staff.ts';
import { mayDo } from '../../services/desk/staff-role.ts';
import type { KnownBlock } from '../blocks/block.ts';
import type { Reply } from '../replies/reply.ts';
import { PRESSES } from './presses.ts';

/** A reply that one person sees, without the buttons and menus that would only refuse somebody of that role. */
export function forRole(reply: Reply, role: Role): Reply {
  if (!reply.blocks) return reply;
  return { ...reply, blocks: reply.blocks.flatMap((block) => allowedPart(block, role)) };
}

function allowedPart(block: KnownBlock, role: Role): KnownBlock[] {
  if (block.type === 'actions') {
    const elements = block.elements.filter((element) => isAllowed(element, role));
    return elements.length > 0 ? [{ ...block, elements }] : [];
  }
  if (block.type !== 'section' || !block.accessory || isAllowed(block.accessory, role)) return [block];
  const { accessory: _, ...words } = block;
  return [words];
}

function isAllowed(element: object, role: Role): boolean {
  const id = 'action_id' in element && typeof element.action_id === 'string' ? element.action_id : '';
  const press = PRESSES[id.split(':')[0] ?? ''];
  return press === undefined || mayDo(role, press.act);
}
