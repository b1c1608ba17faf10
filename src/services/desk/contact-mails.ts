import { type ContactMessage, findContactMessage } from '../../db/desk/contact-messages.ts';
import type { Message } from '../../db/mailings/messages.ts';
import { singleMailHeaders } from '../../domain/mail-headers.ts';
import { formatMailbox } from '../../domain/mailbox.ts';
import { escapeHtml, plainLine, plainParagraphs } from '../../domain/plain-text.ts';
import type { Context } from '../context.ts';
import { mailBrand, mailReplyTo } from '../mailings/mail-brand.ts';
import type { OutgoingMail } from '../ports.ts';

/** The mail about a question: to the office, or the receipt to whoever asked. Null when the question is gone. */
export async function contactMail(ctx: Context, message: Message): Promise<OutgoingMail | null> {
  const contact = await findContactMessage(ctx.db, message.data.contact ?? '');
  if (!contact) return null;
  const shared = {
    from: formatMailbox(ctx.config.brand.siteName, ctx.config.mailFrom),
    headers: singleMailHeaders(`message-${message.id}`),
    tags: [{ name: 'kind', value: message.kind }],
  };
  if (message.kind === 'receipt') return { ...shared, ...receipt(ctx, contact) };
  return contact.sentTo === null ? null : { ...shared, ...officeMail(ctx, contact), to: contact.sentTo };
}

function receipt(ctx: Context, contact: ContactMessage) {
  const { locale } = contact;
  const { subject, html, text } = ctx.renderer.message({
    kind: 'contact_receipt',
    locale,
    brand: mailBrand(ctx, { locale, topicIds: [] }),
    link: ctx.config.brand.baseUrl,
    unsubscribeUrl: null,
    preferencesUrl: null,
    reference: contact.publicId,
  });
  const replyTo = contact.sentTo ?? mailReplyTo(ctx, { locale, topicIds: [] });
  return { to: contact.email, replyTo, subject, html, text };
}

/** For staff only: plain, in English, and "Reply" goes to whoever asked. */
function officeMail(ctx: Context, contact: ContactMessage) {
  const from = contact.outlet ? `${contact.name}, ${contact.outlet}` : contact.name;
  const lines = [
    `From: ${plainLine(from)} <${contact.email}>`,
    ...(contact.topic ? [`About: ${plainLine(contact.topic)}`] : []),
    ...(contact.deadline ? [`Answer needed: ${plainLine(contact.deadline)}`] : []),
    `Language: ${contact.locale}`,
    `Reference: ${contact.publicId}`,
  ];
  const question = plainParagraphs(contact.body);
  const foot = `Sent by the contact page of ${ctx.config.brand.baseUrl}. Reply to this mail to answer.`;
  const html = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Question</title></head><body>',
    `<p>${lines.map(escapeHtml).join('<br>')}</p>`,
    ...question.map((paragraph) => `<p dir="auto">${escapeHtml(paragraph)}</p>`),
    `<p><small>${escapeHtml(foot)}</small></p></body></html>`,
  ].join('\n');
  return {
    replyTo: contact.email,
    subject: plainLine(`${contact.deadline ? `[${contact.deadline}] ` : ''}Question from ${from}`).slice(0, 200),
    html,
    text: [...lines, '', ...question.flatMap((paragraph) => [paragraph, '']), foot, ''].join('\n'),
  };
}
