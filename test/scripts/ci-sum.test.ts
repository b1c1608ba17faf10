import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runNode } from '../../scripts/check-step.ts';

const SUM = join(import.meta.dirname, '../../.ci/sum.mjs');

type Run = {
  log?: string;
  emails?: string;
  report?: unknown;
  checkExit?: number;
  testExit?: number;
  emailsExit?: number;
};

/** A report as vitest's json reporter writes it, cut to what is read. */
function report(passed: number, failed = 0, skipped = 0, brokenFiles = 0) {
  const failing = { name: 'a.test.ts', status: 'failed', assertionResults: [{ status: 'failed' }] };
  const broken = { name: 'b.test.ts', status: 'failed', assertionResults: [] };
  return {
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: skipped,
    numTodoTests: 0,
    testResults: [...(failed ? [failing] : []), ...Array.from({ length: brokenFiles }, () => broken)],
  };
}

async function sum(run: Run): Promise<{ code: number; lines: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), 'newsdesk-sum-'));
  try {
    if (run.log !== undefined) writeFileSync(join(folder, 'check.log'), run.log);
    writeFileSync(join(folder, 'emails.log'), run.emails ?? '0 passed, 0 failed\n');
    if (run.report !== undefined) writeFileSync(join(folder, 'tests.json'), JSON.stringify(run.report));
    const exits = [run.checkExit ?? 0, run.testExit ?? 0, run.emailsExit ?? 0].map(String);
    const { code, output } = await runNode([SUM, folder, ...exits]);
    return { code, lines: output.trimEnd().split('\n') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const GOOD = 'ok  types\n9 passed, 0 failed\n';

test.each<[string, Run, string]>([
  ['all is well', { log: GOOD, report: report(40) }, '49 passed, 0 failed'],
  ['some are skipped', { log: GOOD, report: report(40, 0, 2) }, '49 passed, 0 failed, 2 skipped'],
  ['a test fails', { log: GOOD, report: report(39, 1), testExit: 1 }, '48 passed, 1 failed'],
  ['a check fails', { log: '8 passed, 1 failed\n', report: report(40), checkExit: 1 }, '48 passed, 1 failed'],
  ['a test file cannot run', { log: GOOD, report: report(40, 0, 0, 1), testExit: 1 }, '49 passed, 1 failed'],
  ['tests end badly without a failed test', { log: GOOD, report: report(40), testExit: 1 }, '49 passed, 1 failed'],
  ['the check ends badly after its sum', { log: GOOD, report: report(40), checkExit: 1 }, '49 passed, 1 failed'],
  ['no test ran', { log: GOOD, report: report(0) }, '9 passed, 1 failed'],
  ['every test is skipped', { log: GOOD, report: report(0, 0, 3) }, '9 passed, 1 failed, 3 skipped'],
  ['there is no report', { log: GOOD }, '9 passed, 1 failed'],
  ['the check never summed up', { log: 'npm error', report: report(40), checkExit: 1 }, '40 passed, 1 failed'],
  ['nothing is there', {}, '0 passed, 2 failed'],
  [
    'the mails are checked too',
    { log: GOOD, emails: '4 passed, 0 failed, 1 skipped\n', report: report(40) },
    '53 passed, 0 failed, 1 skipped',
  ],
  [
    'a mail fails',
    { log: GOOD, emails: '3 passed, 1 failed\n', report: report(40), emailsExit: 1 },
    '52 passed, 1 failed',
  ],
  ['the mails were never checked', { log: GOOD, emails: '', report: report(40), emailsExit: 1 }, '49 passed, 1 failed'],
])('sums up where %s', async (_what, run, expected) => {
  const { code, lines } = await sum(run);
  expect(lines.at(-1)).toBe(expected);
  expect(lines.filter((line) => /^\d+ passed/.test(line))).toHaveLength(1);
  expect(code).toBe(expected.includes(' 0 failed') ? 0 : 1);
});
