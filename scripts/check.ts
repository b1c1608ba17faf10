import { checkBundle } from './check-bundle.ts';
import { checkEmails, checkNotCommitted } from './check-emails.ts';
import { readFolders } from './check-files.ts';
import { importProblems, readSources, tellImport } from './check-imports.ts';
import { migrationProblems, readMigrations } from './check-migrations.ts';
import { lengthProblems, sqlClockProblems } from './check-sources.ts';
import { type Finding, problemsFound, runLanes, runTool, type Step } from './check-step.ts';
import { endOnInterrupt, readArguments, runCommand } from './command.ts';
import { createProgress } from './progress.ts';

readArguments(
  `Usage: npm run check

Looks at format, lint, types, import rules, migrations, file lengths, mails and the Worker's bundle. Fails where one of them does.`,
  {},
);

const CODE = ['.ts', '.tsx', '.js', '.cjs', '.mjs'];
const WRITTEN = [...CODE, '.css', '.mjml', '.txt', '.json', '.md', '.svg', '.sql'];

const LOOKS: Step[] = [
  { name: 'format and lint', run: () => runTool('biome', ['check', '--error-on-warnings', '--reporter=concise', '.']) },
  { name: 'import rules', run: () => problemsFound(importProblems(readSources()).map(tellImport)) },
  { name: 'migrations', run: () => problemsFound(migrationProblems(readMigrations())) },
  {
    name: "no clock of SQL's own",
    run: () => problemsFound(sqlClockProblems(readFolders(['src', 'migrations'], [...CODE, '.sql']))),
  },
  {
    name: 'file lengths',
    run: () => problemsFound(lengthProblems(readFolders(['src', 'dev', 'scripts', 'emails'], WRITTEN))),
  },
  { name: 'generated module is not committed', run: checkNotCommitted },
];

/** One after the other: each writes or reads the module that is generated from the mails. */
const BUILDS: Step[] = [
  { name: 'mails build the same twice', run: checkEmails },
  { name: 'types', run: () => runTool('tsc', ['--noEmit', '--pretty', 'false']) },
  { name: 'worker bundle', run: checkBundle },
];

/** Runs all steps, and tells of each as it ends. */
async function look(): Promise<{ passed: number; failed: number }> {
  using progress = createProgress('Steps', LOOKS.length + BUILDS.length);
  return await runLanes([LOOKS, BUILDS], (step: Step, finding: Finding, seconds: number) => {
    const mark = finding.report === '' ? 'ok    ' : 'FAILED';
    const note = finding.note ? ` (${finding.note})` : '';
    progress.step(1);
    progress.say(`${mark} ${seconds.toFixed(1).padStart(5)} s  ${step.name}${note}`);
    if (finding.report !== '') progress.say(`${finding.report.trimEnd()}\n`);
  });
}

async function main(): Promise<void> {
  endOnInterrupt(() => 'Stopped. Not every step was run.');
  const { passed, failed } = await look();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

runCommand(main);
