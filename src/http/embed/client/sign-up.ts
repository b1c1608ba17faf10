import { addPersonCheck } from './person-check.ts';
import { makeForm, type Terms } from './sign-up-form.ts';
import { SIGN_UP_CSS } from './sign-up-style.ts';
import { load, make, shadow, showLink, tell, type View } from './view.ts';

/** Draws the sign-up form, sends it, and says what became of it. */
export const signUpView: View = async (host, base, options) => {
  const root = shadow(host, SIGN_UP_CSS);
  const locale = options.locale || document.documentElement.lang;
  try {
    const terms = await load<Terms>(new URL(`embed.json?locale=${encodeURIComponent(locale)}`, base));
    show(host, root, { base, options, terms });
  } catch {
    showLink(host, root, { href: new URL('subscribe', base).href, what: 'form' });
  }
};

type Drawing = { base: URL; options: DOMStringMap; terms: Terms };

/** What the page's owner and the newsroom say beside what the reader types. */
function said({ options: { frequency, returnTo, ...options }, terms }: Drawing): Record<string, string> {
  return {
    ...(frequency ? { frequency } : {}),
    ...(returnTo ? { return_to: returnTo } : {}),
    locale: terms.locale,
    terms: terms.consent.version,
    source: options.source || 'embed',
    topics: options.topics ?? '',
  };
}

function show(host: HTMLElement, root: ShadowRoot, drawing: Drawing): void {
  const { base, terms } = drawing;
  const { form, submit } = makeForm(terms, new URL('subscribe', base).href, said(drawing));
  root.replaceChildren(form);
  const check = terms.siteKey ? addPersonCheck(host, terms.siteKey) : null;
  form.addEventListener('submit', (event) => {
    const token = check?.() ?? '';
    if (token) form.append(make('input', { type: 'hidden', name: 'cf-turnstile-response', value: token }));
    if (!terms.inPlace) return;
    event.preventDefault();
    if (submit.hasAttribute('aria-disabled')) return;
    submit.setAttribute('aria-disabled', 'true');
    void send({ host, root, form, terms }).finally(() => submit.removeAttribute('aria-disabled'));
  });
}

type Sending = { host: HTMLElement; root: ShadowRoot; form: HTMLFormElement; terms: Terms };

async function send({ form, host, root, terms }: Sending): Promise<void> {
  const body = Object.fromEntries(new FormData(form));
  const answer = await fetch(form.action, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    // Which page somebody agreed on is evidence; the newsroom drops its query.
    referrerPolicy: 'no-referrer-when-downgrade',
    body: JSON.stringify(body),
  }).catch(() => null);
  if (answer?.ok) {
    const message = make(
      'div',
      { class: 'message', role: 'status', tabindex: '-1', part: 'message', lang: terms.locale },
      make('p', {}, make('strong', {}, terms.texts.done)),
      make('p', {}, terms.texts.doneText),
    );
    root.replaceChildren(message);
    message.focus();
    tell(host, 'submitted', { locale: terms.locale });
    return;
  }
  const { error } = (await answer?.json().catch(() => null)) ?? {};
  const fields: Record<string, string> = error?.fields ?? {};
  // Sent once more as it stands, the address is meant as it is, and all news where the form's topics are offered no more.
  if (error?.suggestion) form.append(make('input', { type: 'hidden', name: 'typed', value: String(body.email) }));
  if (fields.topics) form.querySelector('[name=topics]')?.setAttribute('value', '');
  showProblems(form, fields, Object.keys(fields).length > 0 ? '' : terms.texts.failed);
  tell(host, 'error', { message: error?.message ?? terms.texts.failed, fields });
}

/** Puts each problem beside its field and leads to the first; what belongs to none stands above the button. */
function showProblems(form: HTMLFormElement, fields: Record<string, string>, general: string): void {
  for (const old of form.querySelectorAll('[part=field] .problem')) old.remove();
  let first: HTMLElement | null = null;
  const rest = { ...fields };
  for (const input of form.querySelectorAll<HTMLInputElement>('[part=field] input')) {
    const problem = fields[input.name];
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
    if (!problem) continue;
    delete rest[input.name];
    input.setAttribute('aria-invalid', 'true');
    input.setAttribute('aria-describedby', `${input.name}-problem`);
    input
      .closest('[part=field]')
      ?.append(make('p', { class: 'problem', id: `${input.name}-problem`, part: 'problem' }, problem));
    first ??= input;
  }
  const alert = form.querySelector('[role=alert]');
  if (alert) alert.textContent = [...Object.values(rest), general].filter(Boolean).join(' ');
  first?.focus();
}
