import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { subscribe } from '../services/subscribe.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { stringsFor } from './pages/strings.ts';
import { SubscribeDonePage } from './pages/subscribe-done-page.tsx';
import { SubscribePage } from './pages/subscribe-page.tsx';
import { type FieldProblem, SIGN_UP_FIELDS, type SignUpField } from './pages/view.ts';
import { sendPage, shellOf } from './shell.ts';
import { type ReadForm, readSignUpForm, type SignUpForm } from './subscribe-form.ts';

/** The sign-up form and the endpoint behind it. A form post gets a page, a script (JSON) gets JSON. */
export const subscribeRoutes = new Hono<HttpEnv>()
  .use('/subscribe', (c, next) =>
    cors({ origin: c.var.ctx.config.signupOrigins, credentials: false, allowMethods: ['POST'] })(c, next),
  )
  .get('/subscribe', (c) => sendPage(c, SubscribePage({ shell: shellOf(c) }), { cache: 'public' }))
  .post('/subscribe', async (c) => {
    const read = await readSignUpForm(c);
    if (read.kind !== 'good') return refuse(c, read);
    // A filled trap gets the same answer as everybody, and nothing else happens.
    if (!read.form.website) await subscribe(c.var.ctx, signUpOf(c, read.form));
    if (wantsJson(c)) return c.json({ status: 'confirmation_sent' }, 202, { 'Cache-Control': 'no-store' });
    return sendPage(c, SubscribeDonePage({ shell: shellOf(c, read.form.locale) }), { cache: 'personal' });
  });

function signUpOf(c: HttpContext, form: SignUpForm) {
  const shell = shellOf(c, form.locale);
  return {
    name: form.name,
    email: form.email,
    company: form.company,
    occupation: form.occupation,
    locale: shell.locale,
    frequency: form.frequency,
    source: sourceOf(c),
    clientAddress: c.var.clientAddress,
  };
}

/** Host of the page the form stood on, as far as the browser says. */
function sourceOf(c: HttpContext): string {
  const origin = c.req.header('origin') ?? '';
  return URL.canParse(origin) ? new URL(origin).host.slice(0, 100) : 'form';
}

function wantsJson(c: HttpContext): boolean {
  return (
    (c.req.header('content-type') ?? '').startsWith('application/json') ||
    /^application\/json\b/.test(c.req.header('accept') ?? '')
  );
}

function refuse(c: HttpContext, read: Exclude<ReadForm, { kind: 'good' }>) {
  const problems: { errors: Partial<Record<SignUpField, FieldProblem>>; values: Partial<Record<SignUpField, string>> } =
    read.kind === 'bad' ? read : { errors: { email: 'required' }, values: {} };
  const shell = shellOf(c, read.kind === 'bad' ? read.locale : null);
  if (!wantsJson(c)) return sendPage(c, SubscribePage({ shell, form: problems }), { status: 422, cache: 'personal' });
  const texts = stringsFor(shell.locale).problems;
  const fields: Partial<Record<SignUpField, string>> = {};
  for (const name of SIGN_UP_FIELDS) {
    const problem = problems.errors[name];
    if (problem) fields[name] = texts[name][problem] ?? texts[name].invalid;
  }
  const message = Object.values(fields).join(' ');
  return c.json({ error: { code: 'invalid', message, fields } }, 422, { 'Cache-Control': 'no-store' });
}
