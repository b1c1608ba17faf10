import { Hono } from 'hono';
import { cors } from 'hono/cors';
import { subscribe } from '../services/readers/subscribe.ts';
import { allowSources } from './allow-sources.ts';
import { sendEmbedPage } from './embed/embed-guide.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { problemText } from './pages/sign-up-problem.ts';
import { signUpTerms } from './pages/sign-up-terms.ts';
import { SubscribeDonePage } from './pages/subscribe-done-page.tsx';
import { SubscribePage } from './pages/subscribe-page.tsx';
import { SIGN_UP_FIELDS, type SignUpField, type SignUpView } from './pages/view.ts';
import { allowWidget, drawnNow } from './person-check.ts';
import { sendPage, shellOf, shownLocale } from './shell.ts';
import { checkSignUp } from './subscribe-check.ts';
import { readSignUpForm, type SignUpForm } from './subscribe-form.ts';

const DAY_SECONDS = 86_400;

/** The sign-up form and the endpoint behind it. A browser that posts a form gets a page, a script gets JSON. */
export const subscribeRoutes = new Hono<HttpEnv>()
  .use('/subscribe', async (c, next) => {
    const { signupOrigins } = c.get('ctx').config;
    if (c.req.method === 'OPTIONS') return preflight(signupOrigins)(c, next);
    const origin = c.req.header('origin') ?? '';
    if (signupOrigins.includes(origin)) c.header('Access-Control-Allow-Origin', origin);
    c.header('Vary', 'Origin');
    return next();
  })
  .get('/subscribe', (c) =>
    c.req.query('embed') === undefined ? showForm(c, { values: {}, errors: {} }) : sendEmbedPage(c),
  )
  .post('/subscribe', async (c) => {
    const read = await readSignUpForm(c);
    if (read.kind === 'unreadable') return refuse(c, { errors: { check: 'unreadable' }, values: {} }, null);
    if (read.kind === 'bad') return refuse(c, read.view, read.locale);
    const { form, hidden, values } = read;
    // A filled trap gets the same answer as everybody, and nothing else happens.
    if (form.website) return accept(c, form);
    const problems = await checkSignUp(c, form);
    if (problems) return refuse(c, { ...problems, values, hidden: secondTry(form, hidden, problems) }, form.locale);
    await subscribe(c.get('ctx'), signUpOf(c, form));
    return accept(c, form);
  });

/** The hidden fields of a form that comes back: sent once more as it stands, it is meant so. */
function secondTry(
  form: SignUpForm,
  hidden: Record<string, string>,
  problems: Pick<SignUpView, 'errors' | 'suggestion'>,
) {
  const { topics, ...others } = hidden;
  return {
    ...others,
    ...(topics && !problems.errors.topics ? { topics } : {}),
    ...(problems.suggestion ? { typed: form.email.address } : {}),
  };
}

/** What a browser asks before it lets a page of another origin send JSON (https://fetch.spec.whatwg.org/#cors-preflight-fetch). */
function preflight(origins: string[]) {
  return cors({
    origin: origins,
    credentials: false,
    allowMethods: ['POST'],
    allowHeaders: ['Content-Type', 'Accept'],
    maxAge: DAY_SECONDS,
  });
}

function signUpOf(c: HttpContext, form: SignUpForm) {
  const { company, email, frequency, name, occupation, terms: version, topics } = form;
  const { config, settings } = c.get('ctx');
  const ours = version === null ? [] : config.locales.map((locale) => signUpTerms(config, settings.signup, locale));
  const shown = ours.find((terms) => terms.version === version);
  return {
    ...{ company, email, frequency, name, occupation, topics },
    locale: shownLocale(c, form.locale),
    source: form.source ?? hostOf(c) ?? 'form',
    page: pageOf(c),
    consentText: shown?.text ?? null,
    clientAddress: c.get('clientAddress'),
  };
}

/** Host of the page the form stood on, as far as the browser says. */
function hostOf(c: HttpContext): string | null {
  const origin = c.req.header('origin') ?? '';
  return origin !== '' && URL.canParse(origin) ? new URL(origin).host.slice(0, 100) : null;
}

/** Address of that page without its query: evidence of where consent was given. */
function pageOf(c: HttpContext): string | null {
  const referer = c.req.header('referer') ?? '';
  if (!/^https?:\/\//.test(referer) || !URL.canParse(referer)) return null;
  const { origin, pathname } = new URL(referer);
  return (origin + pathname).slice(0, 300);
}

/** A browser that follows a form says that it takes HTML; `fetch` says it takes anything. */
function wantsJson(c: HttpContext): boolean {
  const isJson = (c.req.header('content-type') ?? '').startsWith('application/json');
  return isJson || !(c.req.header('accept') ?? '').includes('text/html');
}

function accept(c: HttpContext, form: SignUpForm): Response | Promise<Response> {
  if (wantsJson(c)) return c.json({ status: 'confirmation_sent' }, 202, { 'Cache-Control': 'no-store' });
  const next = form.return_to && allowedReturn(c, form.return_to);
  if (next) {
    c.header('Cache-Control', 'no-store');
    return c.redirect(next, 303);
  }
  return sendPage(c, SubscribeDonePage({ shell: shellOf(c, form.locale) }), { cache: 'personal' });
}

/** The address a form wants its reader sent to, where settings name it or a folder above it; anything else counts for nothing. */
function allowedReturn(c: HttpContext, wished: string): string | null {
  if (!/^https:\/\//.test(wished) || !URL.canParse(wished)) return null;
  const url = new URL(wished);
  if (url.username || url.password) return null;
  const isAllowed = c.var.ctx.settings.signup.returnTo.some((entry) => {
    const { origin, pathname } = new URL(entry);
    return (
      url.origin === origin && (url.pathname === pathname || url.pathname.startsWith(pathname.replace(/\/*$/, '/')))
    );
  });
  return isAllowed ? url.href : null;
}

function refuse(c: HttpContext, form: SignUpView, locale: SignUpForm['locale']): Response | Promise<Response> {
  if (!wantsJson(c)) return showForm(c, form, locale);
  const shell = shellOf(c, locale);
  const fields: Partial<Record<SignUpField, string>> = {};
  for (const name of SIGN_UP_FIELDS) {
    const problem = problemText(shell.locale, form, name);
    if (problem) fields[name] = problem;
  }
  const message = Object.values(fields).join(' ');
  const suggestion = form.suggestion ? { suggestion: form.suggestion } : {};
  return c.json({ error: { code: 'invalid', message, fields, ...suggestion } }, 422, { 'Cache-Control': 'no-store' });
}

/**
 * The form, fresh or with what to correct. A fresh one carries, signed, when it was drawn; one that comes back, the site where
 * it was first filled in.
 */
async function showForm(c: HttpContext, form: SignUpView, locale: SignUpForm['locale'] = null): Promise<Response> {
  const isFresh = Object.keys(form.errors).length === 0;
  const siteKey = c.var.ctx.config.turnstile?.siteKey ?? null;
  const source = hostOf(c);
  const own: Record<string, string> = isFresh ? { started: drawnNow(c) } : { ...(source ? { source } : {}) };
  const view = { ...form, siteKey, hidden: { ...own, ...form.hidden } };
  const page = SubscribePage({ shell: shellOf(c, locale), form: view });
  const response = await sendPage(c, page, { status: isFresh ? 200 : 422, cache: isFresh ? 'public' : 'personal' });
  // The address holds no token, and where the next press comes from is evidence.
  response.headers.set('Referrer-Policy', 'same-origin');
  // Chrome counts where a form is sent on to as its action.
  const next = form.hidden?.return_to ? allowedReturn(c, form.hidden.return_to) : null;
  if (next) allowSources(response.headers, { 'form-action': new URL(next).origin });
  allowWidget(c, response);
  return response;
}
