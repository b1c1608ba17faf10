import { allowSources } from '../allow-sources.ts';
import type { HttpContext } from '../environment.ts';
import { EmbedPage } from '../pages/embed-page.tsx';
import { absoluteUrl } from '../pages/links.ts';
import { sendPage, shellOf } from '../shell.ts';
import { plainForm } from './plain-form.ts';

/** `/subscribe?embed`: what to paste on another site, each beside the very thing it draws. */
export function sendEmbedPage(c: HttpContext): Promise<Response> {
  const shell = shellOf(c);
  const scriptUrl = absoluteUrl(shell.brand, '/embed.js');
  const host = new URL(shell.brand.baseUrl).origin;
  const turnstile = c.var.ctx.config.turnstile ? ' https://challenges.cloudflare.com' : '';
  const page = EmbedPage({
    shell,
    scriptUrl,
    policy:
      `script-src ${scriptUrl}${turnstile}; connect-src ${host}; form-action ${host}` +
      (turnstile ? `; frame-src${turnstile}` : ''),
    plainForm: plainForm(shell),
    origins: c.var.ctx.config.signupOrigins,
  });
  return sendPage(c, page, { cache: 'public' }).then((response) => {
    allowSources(response.headers, { 'script-src': scriptUrl });
    if (turnstile) allowSources(response.headers, { 'script-src': turnstile.trim(), 'frame-src': turnstile.trim() });
    return response;
  });
}
