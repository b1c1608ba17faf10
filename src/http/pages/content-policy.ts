import type { Brand } from '../../domain/brand.ts';
import { absoluteUrl } from './links.ts';
import { stylesheet } from './stylesheet.ts';

let latest: { css: string; source: string } | null = null;

/** Where our one script stands; see newsroom-script.ts. */
export const SCRIPT_PATH = '/newsroom.js';

/**
 * The Content-Security-Policy header every page must be sent with (CSP Level 3). Only our one stylesheet applies, by its
 * hash; no script runs on personal pages and only ours, by its address, on public ones. Pictures may come from any https host, and on a newsroom that itself runs on plain http
 * (a laptop) from the loopback address. `data:` is for the icon in the tab.
 */
export async function contentPolicy(brand: Brand, isPublic = false): Promise<string> {
  const isPlain = new URL(brand.baseUrl).protocol === 'http:';
  return [
    "default-src 'none'",
    `style-src ${await styleSource(stylesheet(brand.colour))}`,
    `img-src 'self' https: data:${isPlain ? ' http://127.0.0.1:* http://localhost:*' : ''}`,
    "form-action 'self'",
    ...(isPublic ? [`script-src ${absoluteUrl(brand, SCRIPT_PATH)}`, "connect-src 'self'", "frame-src 'self'"] : []),
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

async function styleSource(css: string): Promise<string> {
  if (latest?.css === css) return latest.source;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(css)));
  const source = `'sha256-${btoa(String.fromCharCode(...digest))}'`;
  latest = { css, source };
  return source;
}
