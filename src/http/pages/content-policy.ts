import type { Brand } from '../../domain/brand.ts';
import { absoluteUrl } from './links.ts';
import { stylesheet } from './stylesheet.ts';

let latest: { css: string; source: string } | null = null;

/** Where our one script stands; see newsroom-script.ts. */
export const SCRIPT_PATH = '/newsroom.js';

/** What a page needs beside our one stylesheet: its own script and stylesheet by their paths, and where pictures may be. */
export type PolicyNeeds = { script?: string; style?: string; hasOwnPicturesOnly?: boolean };

/**
 * The Content-Security-Policy header every page must be sent with (CSP Level 3). Only our one stylesheet applies, by its
 * hash; no script runs on personal pages and only ours, by its address, on public ones. Pictures come from the newsroom;
 * where staff had them loaded from their publishers, from any https host, and on a newsroom that itself runs on plain http
 * (a laptop) from the loopback address. `data:` is for the icon in the tab.
 */
export async function contentPolicy(brand: Brand, isPublic = false, needs: PolicyNeeds = {}): Promise<string> {
  const script = needs.script ?? (isPublic ? SCRIPT_PATH : null);
  const style = needs.style ? ` ${absoluteUrl(brand, needs.style)}` : '';
  const elsewhere = needs.hasOwnPicturesOnly ? '' : ' https:';
  const { origin, protocol } = new URL(brand.baseUrl);
  const isPlain = protocol === 'http:';
  return [
    "default-src 'none'",
    `style-src ${await styleSource(stylesheet(brand))}${style}`,
    `img-src 'self' ${origin}${elsewhere} data:${isPlain && elsewhere ? ' http://127.0.0.1:* http://localhost:*' : ''}`,
    "form-action 'self'",
    ...(script ? [`script-src ${absoluteUrl(brand, script)}`, "connect-src 'self'"] : []),
    ...(isPublic ? ["frame-src 'self'"] : []),
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
