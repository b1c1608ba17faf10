import { newsView } from './news.ts';
import { signUpView } from './sign-up.ts';
import type { View } from './view.ts';

/** What `data-view` may name; without it the script draws the sign-up form. */
const VIEWS: Record<string, View> = { form: signUpView, news: newsView };

/** Draws what the script's attributes ask for, in the place they name, else behind the script. */
function draw(script: HTMLScriptElement): void {
  const { target, view = 'form' } = script.dataset;
  const host = (target && document.querySelector<HTMLElement>(target)) || document.createElement('div');
  if (!host.isConnected) script.after(host);
  void (VIEWS[view] ?? signUpView)(host, new URL('.', script.src), script.dataset);
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const { target } = script.dataset;
  // A script further up the page, or one that was quick, waits for the place to be there.
  const isEarly = target && document.readyState === 'loading' && !document.querySelector(target);
  if (isEarly) document.addEventListener('DOMContentLoaded', () => draw(script));
  else draw(script);
}
