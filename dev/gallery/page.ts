import { html } from 'hono/html';
import type { Shown } from './print-variants.ts';
import type { Gallery } from './watch.ts';

/** What the person looks at; each is a field of the form at the top. */
export type Choice = { mail: string; locale: string; data: string };

const KIB = 1024;

function option(value: string, chosen: string) {
  return html`<option value="${value}" ${value === chosen ? 'selected' : ''}>${value}</option>`;
}

function select(name: keyof Choice, values: readonly string[], chosen: string) {
  const all = ['all', ...new Set(values)];
  return html`<label>${name} <select name="${name}">${all.map((value) => option(value, chosen))}</select></label>`;
}

const WIDTHS = { phone: 375, desktop: 680 };

function frame(shown: Shown, device: keyof typeof WIDTHS, scheme: 'light' | 'dark') {
  const width = WIDTHS[device];
  const caption = `${device}, ${scheme}, ${width} px`;
  // No script runs in a mail, and none of its links leads away from here by itself.
  return html`<figure style="width:${width}px"><figcaption>${caption}</figcaption>
    <iframe title="${shown.id}, ${caption}" class="${scheme}" width="${width}" loading="lazy" sandbox="allow-same-origin"
      src="/mails/${shown.id}?scheme=${scheme}"></iframe></figure>`;
}

function entry(shown: Shown) {
  const size = `${(shown.bytes / KIB).toFixed(1)} of ${shown.budget / KIB} KB`;
  return html`<section id="${shown.id}">
    <h2><a href="#${shown.id}">${shown.id}</a></h2>
    <p class="subject">${shown.subject}</p>
    <p class="preheader">${shown.preheader}</p>
    <p>${size} · <a href="/mails/${shown.id}">HTML alone</a> ·
      ${shown.problems.length === 0 ? html`<span class="good">no problem found</span>` : `${shown.problems.length} problems`}</p>
    ${shown.problems.length > 0 ? html`<ul class="bad">${shown.problems.map((line) => html`<li>${line}</li>`)}</ul>` : ''}
    <div class="row">
      ${frame(shown, 'phone', 'light')} ${frame(shown, 'phone', 'dark')}
      <figure><figcaption>text part</figcaption><pre lang="${shown.locale}">${shown.text}</pre></figure>
      ${frame(shown, 'desktop', 'light')} ${frame(shown, 'desktop', 'dark')}
    </div>
  </section>`;
}

/** The gallery: the chosen mails on phone and desktop, light and dark, beside their text part. */
export function galleryPage({ error, variants }: Gallery, choice: Choice) {
  const fits = (shown: Shown) =>
    (['mail', 'locale', 'data'] as const).every((key) => choice[key] === 'all' || choice[key] === shown[key]);
  const chosen = variants.filter(fits);
  const broken = variants.filter(({ problems }) => problems.length > 0);
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Mails</title>
        <link rel="icon" href="data:,">
        <link rel="stylesheet" href="/assets/gallery.css">
        <script type="module" src="/assets/gallery.js"></script>
      </head>
      <body>
        <header>
          <h1>Mails</h1>
          <form>
            ${select(
              'mail',
              variants.map(({ mail }) => mail),
              choice.mail,
            )}
            ${select(
              'locale',
              variants.map(({ locale }) => locale),
              choice.locale,
            )}
            ${select(
              'data',
              variants.map(({ data }) => data),
              choice.data,
            )}
          </form>
          <p>${chosen.length} of ${variants.length} shown${broken.length > 0 ? `, ${broken.length} with problems: ${broken.map(({ id }) => id).join(', ')}` : ''}</p>
        </header>
        ${error === null ? '' : html`<pre class="error" role="alert">${error}</pre>`}
        <main>${chosen.map(entry)}</main>
      </body>
    </html>`;
}
