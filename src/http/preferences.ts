import { Hono } from 'hono';
import * as z from 'zod';
import { maskAddress } from '../domain/email-address.ts';
import { FREQUENCIES, type Frequency } from '../domain/frequency.ts';
import { LOCALES, type Locale } from '../domain/locale.ts';
import {
  leaveByPreferences,
  PAUSE_WEEKS,
  type PreferencesLink,
  type PreferencesWish,
  readPreferencesLink,
  savePreferences,
} from '../services/readers/preferences.ts';
import { mailDetailsLink } from '../services/readers/preferences-details.ts';
import { restoreToken } from '../services/readers/unsubscribe.ts';
import type { HttpContext, HttpEnv } from './environment.ts';
import { formLimit } from './form-limit.ts';
import { LinkExpiredPage } from './pages/link-expired-page.tsx';
import { NoticePage } from './pages/notice-page.tsx';
import { LeftPage, PreferencesPage } from './pages/preferences-page.tsx';
import { readerStringsFor } from './pages/strings/readers.ts';
import { UnsubscribedPage } from './pages/unsubscribed-page.tsx';
import { formOf, tokenOf } from './posted-form.ts';
import { readerShell, sendPage, shellOf } from './shell.ts';

const topicIds = z
  .union([z.string().transform((one) => [one]), z.array(z.string())])
  .catch([])
  .transform((all) => all.slice(0, 500));
const isPauseLength = (weeks: number) => PAUSE_WEEKS.some((known) => known === weeks);
const PAUSE = { save: null, leave: null, pause: 'start', resume: 'end' } as const;

/** An unreadable field is a field that was not sent: it keeps what there is. */
const FormShape = z.object({
  act: z.enum(['save', 'pause', 'resume', 'leave', 'link']).catch('save'),
  frequency: z.enum(FREQUENCIES).nullable().catch(null),
  locale: z.enum(LOCALES).nullable().catch(null),
  zone: z.string().max(60).nullable().catch(null),
  weeks: z.coerce.number().refine(isPauseLength).catch(4),
  topics: topicIds,
  invited: topicIds,
});

/** The preferences link of every mail: GET shows what is chosen and changes nothing, POST saves, pauses or leaves. */
export const preferencesRoutes = new Hono<HttpEnv>()
  .get('/preferences', async (c) => {
    const token = c.req.query('t') ?? '';
    return show(c, await readPreferencesLink(c.var.ctx, token), { token, isSaved: false });
  })
  .post('/preferences', formLimit, async (c) => {
    const token = await tokenOf(c);
    const body = await formOf(c);
    const form = FormShape.parse(body);
    if (form.act === 'link') return sent(c, await mailDetailsLink(c.var.ctx, token));
    if (form.act === 'leave') return left(c, await leaveByPreferences(c.var.ctx, token));
    const wish: PreferencesWish = {
      frequency: form.frequency,
      locale: form.locale,
      topicPublicIds: form.topics,
      invitedPublicIds: form.invited,
      timeZone: form.zone,
      topicFrequencies: topicFrequencies(body),
      pause: PAUSE[form.act],
      pauseWeeks: form.weeks,
    };
    return show(c, await savePreferences(c.var.ctx, token, wish), { token, isSaved: true });
  });

/** Inputs "often:TOPIC": a frequency, or nothing for "as the rest". */
function topicFrequencies(body: Record<string, unknown>): Record<string, Frequency | null> {
  const named = Object.entries(body).filter(([name]) => /^often:[a-z0-9]{1,40}$/.test(name));
  return Object.fromEntries(
    named.slice(0, 500).map(([name, value]) => [name.slice(6), FREQUENCIES.find((one) => one === value) ?? null]),
  );
}

function sent(c: HttpContext, locale: Locale | null) {
  if (locale === null) return dead(c);
  const shell = readerShell(c, locale);
  const { detailsSent, detailsSentTitle } = readerStringsFor(shell.locale);
  return sendPage(c, NoticePage({ shell, title: detailsSentTitle, text: detailsSent }), { cache: 'personal' });
}

function show(c: HttpContext, link: PreferencesLink, { token, isSaved }: { token: string; isSaved: boolean }) {
  if (link.kind === 'dead') return dead(c);
  if (link.kind === 'left')
    return sendPage(
      c,
      LeftPage({
        shell: readerShell(c, link.subscriber?.locale),
        token: link.subscriber?.state === 'unsubscribed' ? token : null,
      }),
      { cache: 'personal' },
    );
  const { preferences } = link;
  const page = PreferencesPage({
    // What was just saved is shown in the language saved.
    shell: (isSaved ? shellOf : readerShell)(c, preferences.subscriber.locale),
    token,
    maskedEmail: maskAddress(preferences.subscriber.email),
    preferences,
    isSaved,
  });
  return sendPage(c, page, { cache: 'personal' });
}

async function left(c: HttpContext, link: PreferencesLink) {
  if (link.kind !== 'left' || !link.subscriber) return show(c, link, { token: '', isSaved: false });
  const undoToken = await restoreToken(c.var.ctx, link.subscriber.publicId);
  return sendPage(c, UnsubscribedPage({ shell: readerShell(c, link.subscriber.locale), undoToken }), {
    cache: 'personal',
  });
}

function dead(c: HttpContext) {
  return sendPage(c, LinkExpiredPage({ shell: shellOf(c), purpose: 'preferences' }), {
    status: 404,
    cache: 'personal',
  });
}
