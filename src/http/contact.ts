import { Hono } from 'hono';
import * as z from 'zod';
import { CONTACT_ROLES } from '../db/desk/contact-messages.ts';
import { nearestLocale } from '../domain/locale.ts';
import { readFacets } from '../services/articles/newsroom-pages.ts';
import { takeContactMessage } from '../services/desk/contact-message.ts';
import { offeredRoles, officeFor } from '../services/desk/contact-office.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { emailLine, line, problemOf, readFields, trap } from './form-fields.ts';
import { CONTACT_FIELDS, type ContactFormView } from './pages/contact-form.ts';
import { ContactDonePage, ContactPage, isRefusedForm } from './pages/contact-page.tsx';
import { MessagePage } from './pages/message-page.tsx';
import { allowWidget, drawnNow, isPerson, wasTooFast } from './person-check.ts';
import { sendPage, shellOf } from './shell.ts';

const ContactShape = z.object({
  name: line(100).pipe(z.string().min(1, 'required')),
  email: emailLine,
  outlet: line(200).nullish(),
  deadline: line(100).nullish(),
  message: z
    .string()
    .transform((value) => value.normalize('NFC').toWellFormed().replace(/\r\n?/g, '\n').trim())
    .pipe(z.string().min(1, 'required').max(5000, 'too_long')),
  to: z.enum(CONTACT_ROLES).catch('press'),
  topic: z.string().nullish().catch(null),
  website: trap,
  started: z.string().nullish().catch(null),
  'cf-turnstile-response': z.string().max(4000).nullish().catch(null),
});

/** The contact page and the question form on it. */
export const contactRoutes = new Hono<HttpEnv>()
  .get('/contact', (c) => {
    const to = CONTACT_ROLES.find((role) => role === c.req.query('to'));
    return sendForm(c, { values: to ? { to } : {}, errors: {} });
  })
  .post('/contact', async (c) => {
    const fields = await readFields(c);
    const parsed = ContactShape.safeParse(fields ?? {});
    const shell = shellOf(c, typeof fields?.locale === 'string' ? nearestLocale(fields.locale) : null);
    if (!parsed.success) return sendForm(c, refusal(fields ?? {}, parsed.error));
    const { data } = parsed;
    const done = () => sendPage(c, ContactDonePage({ shell }), { cache: 'personal' });
    // A filled trap gets the same answer as everybody, and nothing else happens.
    if (data.website) return done();
    const check = await suspicionOf(c, data);
    if (check) return sendForm(c, { ...typed(fields ?? {}), check });
    const { topics } = await readFacets(c.var.ctx);
    const isTaken = await takeContactMessage(c.var.ctx, {
      role: data.to,
      topicId: topics.find(({ slug }) => slug === data.topic)?.id ?? null,
      locale: shell.locale,
      name: data.name,
      email: data.email,
      outlet: data.outlet || null,
      deadline: data.deadline || null,
      body: data.message,
      clientAddress: c.var.clientAddress,
    });
    return isTaken ? done() : sendPage(c, MessagePage({ shell, status: 503 }), { status: 503, cache: 'personal' });
  });

/** What speaks against a person, as at the sign-up form; null where nothing does. */
async function suspicionOf(c: HttpContext, form: z.infer<typeof ContactShape>): Promise<'too_fast' | 'check' | null> {
  if (wasTooFast(c, form.started)) return 'too_fast';
  return (await isPerson(c, form['cf-turnstile-response'])) ? null : 'check';
}

function refusal(fields: Record<string, unknown>, error: z.ZodError): ContactFormView {
  const form = typed(fields);
  for (const { path, message } of error.issues) {
    const field = CONTACT_FIELDS.find((name) => name === path[0]);
    if (field) form.errors[field] ??= problemOf(message, fields[field]);
  }
  return form;
}

/** The form as it was filled in. */
function typed({ started, ...fields }: Record<string, unknown>): ContactFormView {
  const form: ContactFormView = { values: {}, errors: {} };
  for (const name of [...CONTACT_FIELDS, 'to', 'topic'] as const) {
    const value = fields[name];
    if (typeof value === 'string') form.values[name] = value.slice(0, 6000);
  }
  return typeof started === 'string' ? { ...form, started: started.slice(0, 200) } : form;
}

async function sendForm(c: HttpContext, form: ContactFormView): Promise<Response> {
  const { ctx } = c.var;
  const shell = shellOf(c);
  const { topics } = await readFacets(ctx);
  const isRefused = isRefusedForm(form);
  const role = CONTACT_ROLES.find((one) => one === form.values.to) ?? 'press';
  const office = officeFor(ctx, { role, locale: shell.locale, topicIds: [] });
  const whole = { started: drawnNow(c), siteKey: ctx.config.turnstile?.siteKey ?? null, ...form };
  const page = ContactPage({ shell, form: whole, roles: offeredRoles(ctx), topics, office });
  const response = await sendPage(c, page, isRefused ? { status: 422, cache: 'personal' } : { cache: 'public' });
  allowWidget(c, response);
  return response;
}
