import { checkInBrowser } from '../dev/gallery/check-in-browser.ts';
import { checkVariant } from '../dev/gallery/check-variant.ts';
import { checkClientSupport } from '../dev/gallery/client-support.ts';
import { checkSpamScore, hasSpamAssassin } from '../dev/gallery/spam-score.ts';
import { listVariants } from '../dev/gallery/variants.ts';
import { launchBrowser } from '../test/support/browser.ts';
import { endOnInterrupt, readArguments, runCommand } from './command.ts';
import { createProgress, type Progress } from './progress.ts';

/** One look at all mails: its problems, or why it was left out. */
type Look = { name: string; run(progress: Progress): Promise<string[] | { skipped: string }> };

const HELP = `Usage: npm run check:emails -- [--accept]

Looks at every mail in every language with usual, short, long and hostile data: markup, links and sizes; what mail programs
support; Chromium with axe; SpamAssassin where it is installed. Ends with 1 where something was found.

  --accept   writes what mail programs do not support anew to emails/client-support.json`;

const { values } = readArguments(HELP, { options: { accept: { type: 'boolean', default: false } } });
const variants = listVariants();

const LOOKS: Look[] = [
  {
    name: 'markup, links, sizes and leftovers',
    async run(progress) {
      const problems: string[] = [];
      for (const variant of variants) {
        problems.push(...(await checkVariant(variant)).map((problem) => `${variant.id}: ${problem}`));
        progress.step(1);
      }
      return problems;
    },
  },
  { name: 'features of mail programs', run: async () => checkClientSupport(variants, values.accept) },
  {
    name: 'width, contrast, targets and axe in Chromium, light and dark',
    async run(progress) {
      const browser = await launchBrowser();
      if (!browser) {
        progress.expect(-variants.length);
        return { skipped: 'no Chromium' };
      }
      try {
        const found = await checkInBrowser(browser, variants, () => progress.step(1));
        return [...found].flatMap(([id, problems]) => problems.map((problem) => `${id}: ${problem}`));
      } finally {
        await browser.close();
      }
    },
  },
  {
    name: 'SpamAssassin, local rules',
    run: async () => (hasSpamAssassin() ? checkSpamScore(variants) : { skipped: 'spamassassin is not installed' }),
  },
];

const started = performance.now();
const open = new Set<string>();

async function tell(look: Look, progress: Progress): Promise<'passed' | 'failed' | 'skipped'> {
  const from = performance.now();
  open.add(look.name);
  const found = await look
    .run(progress)
    .catch((error: unknown) => [error instanceof Error ? error.message : String(error)]);
  open.delete(look.name);
  const seconds = ((performance.now() - from) / 1000).toFixed(1).padStart(5);
  if (!Array.isArray(found)) {
    progress.say(`skipped ${seconds} s  ${look.name}: ${found.skipped}`);
    return 'skipped';
  }
  progress.say(`${found.length === 0 ? 'ok     ' : 'FAILED '} ${seconds} s  ${look.name}`);
  for (const problem of found) progress.say(`  ${problem}`);
  return found.length === 0 ? 'passed' : 'failed';
}

/** Side by side: Chromium and SpamAssassin are processes of their own. */
async function lookAtAll(): Promise<('passed' | 'failed' | 'skipped')[]> {
  // Of the two looks that take long: each looks at every mail by itself.
  using progress = createProgress('Mails looked at, in two ways', 2 * variants.length);
  return await Promise.all(LOOKS.map((look) => tell(look, progress)));
}

async function main(): Promise<void> {
  // The browser and the spam filter are ended by the same Ctrl-C, so what is left would only fail.
  endOnInterrupt(() => {
    const seconds = ((performance.now() - started) / 1000).toFixed(0);
    return `Stopped after ${seconds} s. Not looked through: ${[...open].join('; ')}.`;
  });
  console.log(`${variants.length} variants: every mail in every locale with usual, short, long and hostile data`);
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const outcome of await lookAtAll()) counts[outcome] += 1;
  console.log(
    `${counts.passed} passed, ${counts.failed} failed${counts.skipped > 0 ? `, ${counts.skipped} skipped` : ''}`,
  );
  process.exitCode = counts.failed === 0 ? 0 : 1;
}

runCommand(main);
