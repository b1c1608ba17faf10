import { newsView } from './news.ts';
import { signUpView } from './sign-up.ts';
import type { View } from './view.ts';

/** What `data-view` may name; without it the script draws the sign-up form. */
const VIEWS: Record<string, View> = { form: signUpView, news: newsView };

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  const { target, view = 'form' } = script.dataset;
  const host = (target && document.querySelector<HTMLElement>(target)) || document.createElement('div');
  if (!host.isConnected) script.after(host);
  void (VIEWS[view] ?? signUpView)(host, new URL('.', script.src), script.dataset);
}
