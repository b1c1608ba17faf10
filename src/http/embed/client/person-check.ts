import { make } from './view.ts';

type Turnstile = {
  render(place: HTMLElement, options: { sitekey: string; action: string }): string;
  getResponse(id: string): string | undefined;
  reset(id: string): void;
};

/** Draws Turnstile in the page itself, where it works, shown through the form's slot. Answers with its token when asked. */
export function addPersonCheck(host: HTMLElement, sitekey: string): () => string {
  const place = make('div');
  host.append(place);
  let id = '';
  const api = () => (window as unknown as { turnstile?: Turnstile }).turnstile;
  const script = make('script', { src: 'https://challenges.cloudflare.com/turnstile/v0/api.js?render=explicit' });
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
