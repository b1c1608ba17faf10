import { SIGN_UP_CSS } from './sign-up-style.ts';
import { make, shadow, tell, type View } from './view.ts';

/** What the newsroom says about its form, at `embed.json`; see embed-terms.ts. */
type Terms = {
  locale: string;
  /** False: scripts of this page may not send the form, so the browser does, and shows the newsroom's answer. */
  inPlace: boolean;
  labels: Record<'name' | 'email' | 'company' | 'occupation', string>;
  texts: Record<'required' | 'submit' | 'trap' | 'done' | 'doneText' | 'failed' | 'privacy', string>;
  consent: { text: string; version: string; needsTick: boolean; privacyUrl: string };
  siteKey: string | null;
};

const FIELDS = [
  ['name', 'text', 'name', '100'],
  ['email', 'email', 'email', '254'],
  ['company', 'text', 'organization', '200'],
  ['occupation', 'text', 'organization-title', '200'],
] as const;

/** Draws the sign-up form, sends it, and says what became of it. */
export const signUpView: View = async (host, base, options) => {
  const root = shadow(host, SIGN_UP_CSS);
  const locale = options.locale || document.documentElement.lang;
  try {
    const answer = await fetch(new URL(`embed.json?locale=${encodeURIComponent(locale)}`, base));
    if (!answer.ok) throw new Error(String(answer.status));
    const terms: Terms = await answer.json();
    draw(host, root, { base, options, terms });
  } catch {
    // The way in that needs no script stays open.
    const href = new URL('subscribe', base).href;
    root.replaceChildren(make('a', { href, part: 'link' }, href));
    tell(host, 'error', { message: 'The form could not be loaded.', fields: {} });
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
    topics: (options.topics ?? '')
      .split(/[\s,]+/)
      .filter(Boolean)
      .join(),
  };
}

function draw(host: HTMLElement, root: ShadowRoot, drawing: Drawing): void {
  const { consent, inPlace, labels, locale, texts } = drawing.terms;
  const address = new URL('subscribe', drawing.base).href;
  const privacy = make('a', { href: consent.privacyUrl, target: '_blank', rel: 'noopener' }, texts.privacy);
  const submit = make('button', { type: 'submit', part: 'button' }, texts.submit);
  const form = make(
    'form',
    { part: 'form', method: 'post', action: address, novalidate: inPlace, lang: locale },
    ...Object.entries(said(drawing)).map(([name, value]) => make('input', { type: 'hidden', name, value })),
    make('p', { class: 'note full' }, texts.required),
    ...FIELDS.map(([name, type, autocomplete, maxlength]) => {
      const isRequired = name === 'name' || name === 'email';
      const input = make('input', {
        id: name,
        name,
        type,
        autocomplete,
        maxlength,
        class: 'text',
        part: 'input',
        required: isRequired,
      });
      return make(
        'div',
        { part: 'field' },
        make('label', { for: name, part: 'label' }, labels[name] + (isRequired ? ' *' : '')),
        input,
      );
    }),
    make(
      'div',
      { class: 'trap', 'aria-hidden': 'true', inert: true },
      make('label', { for: 'website' }, texts.trap),
      make('input', { id: 'website', name: 'website', tabindex: '-1', autocomplete: 'off' }),
    ),
    consent.needsTick
      ? make(
          'div',
          { class: 'full', part: 'field' },
          make(
            'label',
            { class: 'tick', part: 'consent' },
            make('input', { type: 'checkbox', id: 'consent', name: 'consent', value: 'yes', required: true }),
            make('span', {}, `${consent.text} `, privacy),
          ),
        )
      : make('p', { class: 'note full', part: 'consent' }, `${consent.text} `, privacy),
    make('slot', { class: 'full' }),
    make('p', { class: 'problem full', role: 'alert', part: 'problem' }),
    make('div', { class: 'full' }, submit),
  ) as HTMLFormElement;
  root.replaceChildren(form);
  const check = drawing.terms.siteKey ? addCheck(host, drawing.terms.siteKey) : null;
  form.addEventListener('submit', (event) => {
    const token = check?.() ?? '';
    if (token) form.append(make('input', { type: 'hidden', name: 'cf-turnstile-response', value: token }));
    if (!inPlace) return;
    event.preventDefault();
    if (submit.hasAttribute('aria-disabled')) return;
    submit.setAttribute('aria-disabled', 'true');
    void send({ host, root, form, terms: drawing.terms }).finally(() => submit.removeAttribute('aria-disabled'));
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
    body: JSON.stringify(form.dataset.typed ? { ...body, typed: form.dataset.typed } : body),
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
  // Sent once more as it stands, the address is meant as it is.
  if (error?.suggestion) form.dataset.typed = String(body.email);
  show(form, fields, Object.keys(fields).length > 0 ? '' : terms.texts.failed);
  tell(host, 'error', { message: error?.message ?? terms.texts.failed, fields });
}

/** Puts each problem beside its field and leads to the first; what belongs to none stands above the button. */
function show(form: HTMLFormElement, fields: Record<string, string>, general: string): void {
  for (const old of form.querySelectorAll('[part=field] .problem')) old.remove();
  let first: HTMLElement | null = null;
  const rest = { ...fields };
  for (const input of form.querySelectorAll<HTMLInputElement>('[part=field] input')) {
    const problem = fields[input.name];
    input.toggleAttribute('aria-invalid', false);
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

type Turnstile = {
  render(place: HTMLElement, options: { sitekey: string; action: string }): string;
  getResponse(id: string): string | undefined;
  reset(id: string): void;
};

/** Draws Turnstile in the page itself, where it works, shown through the form's slot. Answers with its token when asked. */
function addCheck(host: HTMLElement, sitekey: string): () => string {
  const place = document.createElement('div');
  host.append(place);
  let id = '';
  const api = () => (window as unknown as { turnstile?: Turnstile }).turnstile;
  const script = document.createElement('script');
  script.src = 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit';
  script.addEventListener('load', () => {
    id = api()?.render(place, { sitekey, action: 'subscribe' }) ?? '';
  });
  document.head.append(script);
  return () => {
    const token = api()?.getResponse(id) ?? '';
    // A token counts once.
    if (token) setTimeout(() => api()?.reset(id), 5000);
    return token;
  };
}
