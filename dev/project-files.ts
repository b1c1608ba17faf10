import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  png: 'image/png',
  svg: 'image/svg+xml',
};

/** Reads a file of `dev/` that pages serve as it is; null where there is none. `name` loses any folder part. */
export async function readDevFile(folder: string, name: string): Promise<{ bytes: Buffer; type: string } | null> {
  const path = join(devFolder(), folder, basename(name));
  const type = types[path.split('.').at(-1) ?? ''];
  if (!type || !existsSync(path)) return null;
  return { bytes: await readFile(path), type };
}

/** The bundle runs from `dist/` beside `dev/`; tests run it from elsewhere with the project as working folder. */
function devFolder(): string {
  const besideBundle = join(import.meta.dirname, '..', 'dev');
  return existsSync(besideBundle) ? besideBundle : join(process.cwd(), 'dev');
}
