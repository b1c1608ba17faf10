import { SIGN_UP_INPUTS, type TextField } from '../../pages/sign-up-inputs.ts';
import { make } from './view.ts';

/** What the newsroom says about its form, at `embed.json`; see embed-terms.ts. */
export type Terms = {
  locale: string;
  /** False: scripts of this page may not send the form, so the browser does, and shows the newsroom's answer. */
  inPlace: boolean;
  labels: Record<TextField, string>;
  texts: Record<'required' | 'submit' | 'trap' | 'done' | 'doneText' | 'failed' | 'privacy', string>;
  consent: { text: string; version: string; needsTick: boolean; privacyUrl: string };
  siteKey: string | null;
};

/** The form, and its button. `said` is sent along unseen. */
export function makeForm(terms: Terms, action: string, said: Record<string, string>) {
  const { inPlace, locale, texts } = terms;
  const submit = make('button', { type: 'submit', part: 'button' }, texts.submit);
  const form = make(
    'form',
    { part: 'form', method: 'post', action, novalidate: inPlace, lang: locale },
    ...Object.entries(said).map(([name, value]) => make('input', { type: 'hidden', name, value })),
    make('p', { class: 'note full' }, texts.required),
    ...(Object.keys(SIGN_UP_INPUTS) as TextField[]).map((name) => textField(name, terms.labels[name])),
    make(
      'div',
      { class: 'trap', 'aria-hidden': 'true', inert: true },
      make('label', { for: 'website' }, texts.trap),
      make('input', { id: 'website', name: 'website', tabindex: '-1', autocomplete: 'off' }),
    ),
    consentPart(terms),
    make('slot', { class: 'full' }),
    make('p', { class: 'problem full', role: 'alert', part: 'problem' }),
    make('div', { class: 'full' }, submit),
  );
  return { form, submit };
}

function textField(name: TextField, label: string): HTMLElement {
  const { autocomplete, isRequired, maxLength, type } = SIGN_UP_INPUTS[name];
  const limits = { maxlength: String(maxLength), required: isRequired };
  return make(
    'div',
    { part: 'field' },
    make('label', { for: name, part: 'label' }, label + (isRequired ? ' *' : '')),
    make('input', { id: name, name, type, autocomplete, class: 'text', part: 'input', ...limits }),
  );
}

/** The sentence of consent: with a box to tick where staff want one, else said beside the button. */
function consentPart({ consent, texts }: Terms): HTMLElement {
  const { needsTick, privacyUrl, text } = consent;
  const privacy = make('a', { href: privacyUrl, target: '_blank', rel: 'noopener' }, texts.privacy);
  if (!needsTick) return make('p', { class: 'note full', part: 'consent' }, `${text} `, privacy);
  const tick = { type: 'checkbox', id: 'consent', name: 'consent', value: 'yes', required: true };
  return make(
    'div',
    { class: 'full', part: 'field' },
    make('label', { class: 'tick', part: 'consent' }, make('input', tick), make('span', {}, `${text} `, privacy)),
  );
}
