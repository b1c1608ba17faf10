import { plainLine, plainParagraphs } from '../domain/plain-text.ts';
import type { MailingView, MailRenderer, MessageView, RenderedMail } from '../services/ports.ts';
import { brandData } from './brand-data.ts';
import { fillHtml, fillText, type TemplateData } from './fill-template.ts';
import type { MailName, MailTemplate } from './mail-template.ts';
import { mailingData } from './mailing-data.ts';
import { createMerger } from './merge.ts';
import { mailingSubject, messageSubject, type SubjectLine } from './subject-line.ts';
import { TEMPLATES } from './templates.generated.ts';
import { requireWebUrl } from './web-url.ts';

const MESSAGE_MAILS: Record<MessageView['kind'], MailName> = {
  confirm: 'confirm',
  welcome: 'welcome',
  already_subscribed: 'already-subscribed',
  preferences_link: 'preferences-link',
  address_change: 'address-change',
  address_changed: 'address-changed',
  contact_receipt: 'contact-receipt',
  invitation: 'invitation',
  report: 'report',
};

function render(template: MailTemplate, line: SubjectLine, data: TemplateData): RenderedMail {
  const filled = { ...data, ...line };
  return { ...line, html: fillHtml(template.html, filled), text: fillText(template.text, filled) };
}

function renderMailing(view: MailingView): RenderedMail {
  const template = TEMPLATES[view.kind][view.locale];
  const data = mailingData(view);
  return render(template, mailingSubject(view, template), data);
}

function renderMessage(view: MessageView): RenderedMail {
  const template = TEMPLATES[MESSAGE_MAILS[view.kind]][view.locale];
  const data = {
    ...brandData(view.brand, view.locale),
    ...(view.report ? { ...view.report, newsletter: plainLine(view.report.newsletter) } : {}),
    // A confirmation says who asks and nothing else: anything that promotes would make it advertising without consent.
    boilerplate: view.kind === 'welcome' ? plainParagraphs(view.brand.boilerplate) : [],
    link: requireWebUrl(view.link, 'link'),
    webUrl: null,
    notMeUrl: view.notMeUrl === undefined ? null : requireWebUrl(view.notMeUrl, 'notMeUrl'),
    topics: plainLine(view.topics ?? '') || null,
    reference: plainLine(view.reference ?? '') || null,
    unsubscribeUrl: view.unsubscribeUrl === null ? null : requireWebUrl(view.unsubscribeUrl, 'unsubscribeUrl'),
    preferencesUrl: view.preferencesUrl === null ? null : requireWebUrl(view.preferencesUrl, 'preferencesUrl'),
  };
  return render(template, messageSubject(template, data, view.locale), data);
}

/** The renderer over the templates that the build made from emails/. */
export function createMailRenderer(): MailRenderer {
  return { mailing: renderMailing, message: renderMessage, merger: createMerger };
}
