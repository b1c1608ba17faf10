import type { ContactState } from '../../db/desk/contact-messages.ts';
import type { Context } from '../../services/context.ts';
import { decideContact } from '../../services/desk/contact-desk.ts';
import { CONTACT_ACTIONS, contactBlocks, contactText } from '../blocks/contact.ts';
import type { Reply } from '../replies/reply.ts';
import type { Press, Pressed } from './press.ts';

/** Buttons of a question from the contact page. A second press shows who was first. */
export const CONTACT_PRESSES: Record<string, Press> = {
  [CONTACT_ACTIONS.claim]: { act: 'approve', run: (ctx, pressed) => decide(ctx, pressed, 'claimed') },
  [CONTACT_ACTIONS.done]: { act: 'approve', run: (ctx, pressed) => decide(ctx, pressed, 'done') },
};

async function decide(ctx: Context, pressed: Pressed, to: Exclude<ContactState, 'open'>): Promise<Reply> {
  const by = `slack:${pressed.userId}`;
  const { contact } = await decideContact(ctx, { publicId: pressed.subject, to, by });
  return { text: contactText(contact), blocks: contactBlocks(contact) };
}
