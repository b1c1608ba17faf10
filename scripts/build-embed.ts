import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..');
const TARGET = join(ROOT, 'src/http/embed/embed-script.generated.ts');

/** The script for other people's pages, bundled and minified from src/http/embed/client. */
export async function bundleEmbed(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, 'src/http/embed/client/main.ts')],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    charset: 'utf8',
    legalComments: 'none',
  });
  return outputFiles[0]?.text.trim() ?? '';
}

if (import.meta.main) {
  const text = JSON.stringify(await bundleEmbed());
  const about = '/** What `node scripts/build-embed.ts` makes of client/; a test tells when it has to run again. */';
  writeFileSync(TARGET, `${about}\nexport const EMBED_SCRIPT =\n  ${text};\n`);
}
