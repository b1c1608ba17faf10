import { allowSources } from '../allow-sources.ts';
import type { HttpContext } from '../environment.ts';
import { EmbedPage } from '../pages/embed-page.tsx';
import { absoluteUrl } from '../pages/links.ts';
import { allowWidget, TURNSTILE } from '../person-check.ts';
import { sendPage, shellOf } from '../shell.ts';
import { plainForm } from './plain-form.ts';

/** `/subscribe?embed`: what to paste on another site, each beside the very thing it draws. */
export async function sendEmbedPage(c: HttpContext): Promise<Response> {
  const { brand, signupOrigins, turnstile } = c.var.ctx.config;
  const shell = shellOf(c);
  const scriptUrl = absoluteUrl(brand, '/embed.js');
  const host = new URL(brand.baseUrl).origin;
  const sources = {
    'script-src': turnstile ? `${scriptUrl} ${TURNSTILE}` : scriptUrl,
    'connect-src': host,
    'form-action': host,
    ...(turnstile ? { 'frame-src': TURNSTILE } : {}),
  };
  const page = EmbedPage({
    shell,
    scriptUrl,
    policy: Object.entries(sources)
      .map(([name, source]) => `${name} ${source}`)
      .join('; '),
    plainForm: plainForm(shell),
    origins: signupOrigins,
  });
  const response = await sendPage(c, page, { cache: 'public' });
  allowSources(response.headers, { 'script-src': scriptUrl });
  allowWidget(c, response);
  return response;
}
