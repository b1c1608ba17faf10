import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './check-step.ts';

/** Made by scripts/build-emails.ts, never by hand and never committed. */
export const GENERATED = 'src/email/templates.generated.ts';

/** Text files under folders of the project: path from the root, with slashes → content. `endings` like ".ts". */
export function readFolders(folders: readonly string[], endings: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const folder of folders) {
    for (const name of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      const path = join(ROOT, folder, name);
      if (!endings.some((ending) => name.endsWith(ending)) || !statSync(path).isFile()) continue;
      files.set(relative(ROOT, path).replaceAll('\\', '/'), readFileSync(path, 'utf8'));
    }
  }
  return files;
}

/** The 1-based line in which the character at `index` stands. */
export function lineAt(text: string, index: number): number {
  return text.slice(0, index).split('\n').length;
}
