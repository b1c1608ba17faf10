import { spawn } from 'node:child_process';
import { watch } from 'node:fs';
import { join } from 'node:path';
import { createChanges } from '../changes.ts';
import type { Shown } from './print-variants.ts';

const ROOT = join(import.meta.dirname, '../..');
/** Editors write a file in several steps. */
const SETTLE_MS = 80;

function run(script: string): Promise<{ code: number; output: string; errors: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(ROOT, script)], { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
    const [output, errors]: [Buffer[], Buffer[]] = [[], []];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => errors.push(chunk));
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code: code ?? 1, output: Buffer.concat(output).toString(), errors: Buffer.concat(errors).toString() }),
    );
  });
}

/** The mails as they stand in emails/ now; `error` tells why the last edit could not be built, and the mails before it stay. */
export type Gallery = { variants: Shown[]; error: string | null };

/** Builds the mails and builds them again on each edit of emails/ or src/email/. */
export async function watchMails(onBuilt: (gallery: Gallery, milliseconds: number) => void) {
  const changes = createChanges();
  let gallery: Gallery = { variants: [], error: null };
  let timer: NodeJS.Timeout | undefined;
  let work = Promise.resolve();
  const build = async () => {
    const from = performance.now();
    const built = await run('scripts/build-emails.ts');
    const rendered = built.code === 0 ? await run('dev/gallery/print-variants.ts') : built;
    gallery =
      rendered.code === 0
        ? { variants: JSON.parse(rendered.output), error: null }
        : { ...gallery, error: rendered.errors || rendered.output };
    onBuilt(gallery, performance.now() - from);
    changes.ring();
  };
  const onEdit = (_event: string, file: string | null) => {
    // What the build itself writes.
    if (file?.includes('.generated.')) return;
    clearTimeout(timer);
    timer = setTimeout(() => {
      work = work.then(build);
    }, SETTLE_MS);
  };
  await build();
  const watchers = ['emails', 'src/email'].map((folder) => watch(join(ROOT, folder), { recursive: true }, onEdit));
  return {
    gallery: () => gallery,
    changes,
    close() {
      clearTimeout(timer);
      for (const watcher of watchers) watcher.close();
    },
  };
}
