import { accessSync, constants } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const PLACES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];
/** A test browser has no business on any network but loopback. */
const QUIET = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * A headless Chromium from `CHROMIUM` or the usual places, or null after printing why tests are skipped.
 * Under `CI` a missing browser is an error: a skipped check must not look like a passed one.
 */
export async function launchBrowser(): Promise<Browser | null> {
  const executablePath = findChromium();
  if (executablePath) return chromium.launch({ executablePath, chromiumSandbox: false, args: QUIET });
  const reason = `No Chromium: set CHROMIUM to its path, or install it at one of ${PLACES.join(', ')}.`;
  if (process.env.CI) throw new Error(reason);
  console.warn(`Browser tests are skipped. ${reason}`);
  return null;
}

function findChromium(): string | null {
  const named = process.env.CHROMIUM;
  const candidates = named ? [named] : PLACES;
  return candidates.find(isExecutable) ?? null;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
