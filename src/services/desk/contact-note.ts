import type { ContactMessage } from '../../db/desk/contact-messages.ts';

/** A question from the contact page, as staff see it in Slack. Texts are plain and unescaped. */
export type ContactNote = { kind: 'contact'; contact: ContactMessage };
