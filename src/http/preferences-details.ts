import { Hono } from 'hono';
import * as z from 'zod';
import type { Subscriber } from '../db/readers/subscribers.ts';
import { readEmailAddress } from '../domain/email-address.ts';
import { refusedAs } from '../domain/email-policy.ts';
import {
  type AddressLink,
  changeAddress,
  readAddressLink,
  requestAddressChange,
} from '../services/readers/address-change.ts';
import { eraseSubscriber } from '../services/readers/erase-subscriber.ts';
import { exportSubscriber } from '../services/readers/export-subscriber.ts';
import { readDetailsLink, saveDetails } from '../services/readers/preferences-details.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { line, optionalLine } from './form-fields.ts';
import { formLimit } from './form-limit.ts';
import { DetailsPage, type DetailsView, NewAddressPage } from './pages/details-page.tsx';
import { NoticePage } from './pages/notice-page.tsx';
import { readerStringsFor } from './pages/strings/readers.ts';
import { stringsFor } from './pages/strings.ts';
import { formOf, tokenOf } from './posted-form.ts';
import { readerShell, sendPage, shellOf } from './shell.ts';

const ACTS = ['save', 'address', 'export', 'erase'] as const;
const OwnShape = z.object({
  name: line(100).pipe(z.string().min(1)),
  company: optionalLine(200),
  occupation: optionalLine(200),
});

/**
 * What only a fresh link from the reader's own mailbox may do: details, change of address, data, erasure. GET shows, POST
 * acts. The address is shown in full here, and nowhere behind a link that mailings carry.
 */
export const detailsRoutes = new Hono<HttpEnv>()
  .get('/preferences/details', async (c) => {
    const token = c.req.query('t') ?? '';
    const subscriber = await readDetailsLink(c.var.ctx, token);
    return subscriber ? show(c, { subscriber, token, notice: null }) : expired(c);
  })
  .post('/preferences/details', formLimit, async (c) => {
    const token = await tokenOf(c);
    const subscriber = await readDetailsLink(c.var.ctx, token);
    if (!subscriber) return expired(c);
    const form = await formOf(c);
    const act = ACTS.find((name) => name === form.act);
    if (act === 'export') return download(c, subscriber);
    if (act === 'erase') return erase(c, { subscriber, token }, form.sure === 'yes');
    if (subscriber.state !== 'active' || !act) return show(c, { subscriber, token, notice: null });
    return act === 'address' ? moveTo(c, { subscriber, token }, form) : save(c, { subscriber, token }, form);
  })
  .get('/preferences/address', async (c) => {
    const token = c.req.query('t') ?? '';
    const link = await readAddressLink(c.var.ctx, token);
    if (link.kind !== 'open') return settled(c, link);
    const shell = readerShell(c, link.subscriber.locale);
    return sendPage(c, NewAddressPage({ shell, token }), { cache: 'personal' });
  })
  .post('/preferences/address', formLimit, async (c) => {
    return settled(c, await changeAddress(c.var.ctx, await tokenOf(c), c.var.clientAddress));
  });

type Known = { subscriber: Subscriber; token: string };

async function save(c: HttpContext, known: Known, form: Record<string, unknown>): Promise<Response> {
  const { shell, strings } = wordsFor(c, known.subscriber);
  const parsed = OwnShape.safeParse(form);
  if (!parsed.success) {
    const field = parsed.error.issues[0]?.path[0] === 'name' ? 'name' : 'company';
    const problem = field === 'name' && !form.name ? 'required' : 'too_long';
    return show(c, { ...known, notice: { text: stringsFor(shell.locale).problems[field][problem], isProblem: true } });
  }
  await saveDetails(c.var.ctx, known.subscriber, parsed.data);
  const subscriber = { ...known.subscriber, ...parsed.data };
  return show(c, { ...known, subscriber, notice: { text: strings.ownSaved, isProblem: false } });
}

/** The same rules as for the sign-up form, and the same answer whoever's address it is. */
async function moveTo(c: HttpContext, known: Known, form: Record<string, unknown>): Promise<Response> {
  const { shell, strings } = wordsFor(c, known.subscriber);
  const email = typeof form.email === 'string' ? readEmailAddress(form.email) : null;
  const refuse = (text: string) => show(c, { ...known, notice: { text, isProblem: true } });
  if (!email) return refuse(stringsFor(shell.locale).problems.email.invalid);
  const refused = refusedAs(email, c.var.ctx.settings.signup);
  if (refused) return refuse(strings.problems[refused]);
  await requestAddressChange(c.var.ctx, known.subscriber, email);
  return show(c, { ...known, notice: { text: strings.addressSent, isProblem: false } });
}

async function download(c: HttpContext, subscriber: Subscriber): Promise<Response> {
  const data = await exportSubscriber(c.var.ctx, subscriber);
  return c.body(`${JSON.stringify(data, null, 2)}\n`, 200, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Disposition': 'attachment; filename="my-data.json"',
    'Cache-Control': 'no-store',
    'Referrer-Policy': 'no-referrer',
  });
}

async function erase(c: HttpContext, known: Known, isSure: boolean): Promise<Response> {
  const { shell, strings } = wordsFor(c, known.subscriber);
  if (!isSure) return show(c, { ...known, notice: { text: strings.eraseNeedsTick, isProblem: true } });
  await eraseSubscriber(c.var.ctx, known.subscriber, 'details');
  return sendPage(c, NoticePage({ shell, title: strings.erasedTitle, text: strings.erasedText }), {
    cache: 'personal',
  });
}

function wordsFor(c: HttpContext, subscriber: Subscriber) {
  const shell = readerShell(c, subscriber.locale);
  return { shell, strings: readerStringsFor(shell.locale) };
}

function show(c: HttpContext, view: Omit<DetailsView, 'shell'>): Promise<Response> {
  const shell = readerShell(c, view.subscriber.locale);
  const status = view.notice?.isProblem ? 422 : 200;
  return sendPage(c, DetailsPage({ ...view, shell }), { status, cache: 'personal' });
}

function settled(c: HttpContext, link: AddressLink): Promise<Response> {
  const shell = link.kind === 'dead' ? shellOf(c) : readerShell(c, link.subscriber.locale);
  const strings = readerStringsFor(shell.locale);
  const isDone = link.kind === 'done';
  const title = isDone ? strings.newAddressDoneTitle : stringsFor(shell.locale).expiredTitle;
  const page = NoticePage({ shell, title, text: isDone ? strings.newAddressDone : strings.newAddressDead });
  return sendPage(c, page, { status: isDone ? 200 : 410, cache: 'personal' });
}

function expired(c: HttpContext): Promise<Response> {
  const shell = shellOf(c);
  const title = stringsFor(shell.locale).expiredTitle;
  const page = NoticePage({ shell, title, text: readerStringsFor(shell.locale).detailsExpired });
  return sendPage(c, page, { status: 410, cache: 'personal' });
}
