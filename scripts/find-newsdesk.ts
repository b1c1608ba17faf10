import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { NewsdeskApi } from './ask-newsdesk.ts';
import { demoSecrets, isDemo } from './demo-variables.ts';
import { loadSettings } from './env-file.ts';

/**
 * Where Newsdesk runs and its token: as given, else from the environment or .env, else the demo's own. Throws where there is
 * no token, or where the address is none.
 */
export function findNewsdesk(given: { base: string | undefined; token: string | undefined }): NewsdeskApi {
  loadSettings();
  const { ADMIN_TOKEN, BASE_URL, DATABASE, PORT } = process.env;
  const base = given.base ?? (BASE_URL || `http://127.0.0.1:${PORT || 8787}`);
  if (!/^https?:\/\//.test(base) || !URL.canParse(base)) {
    throw new Error(`"${base}" is no web address. Give --base or BASE_URL one such as https://news.example.com.`);
  }
  const dataDir = dirname(resolve(DATABASE || 'data/newsdesk.db'));
  const hasDemo = isDemo(process.env) && existsSync(resolve(dataDir, 'demo-secrets.json'));
  const token = given.token ?? (ADMIN_TOKEN || (hasDemo ? demoSecrets(dataDir).ADMIN_TOKEN : ''));
  if (!token) throw new Error('Give the token with --token, or set ADMIN_TOKEN.');
  return { base: base.replace(/\/+$/, ''), token };
}
