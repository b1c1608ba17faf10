// Adds up what the checks and the tests found. Usage: node sum.mjs FOLDER CHECK_EXIT TEST_EXIT EMAILS_EXIT, where FOLDER
// holds check.log (output of `npm run check`), emails.log (of `npm run check:emails`) and tests.json (vitest's json
// report). Plain JavaScript for any Node from 20 on.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder = '.', checkExit = '1', testExit = '1', emailsExit = '1'] = process.argv.slice(2);

function say(line) {
  process.stdout.write(`${line}\n`);
}

function read(name) {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch {
    return '';
  }
}

/** The steps of the check. A run without a sum, or with an exit code that its sum does not explain, has failed. */
function sumChecks(log, exit) {
  const sums = [...read(log).matchAll(/^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm)];
  const [, passed = 0, failed = 0, skipped = 0] = (sums.at(-1) ?? []).map((count) => Number(count ?? 0));
  if (sums.length === 0) say(`The checks of ${log} ended without a sum.`);
  const isUnexplained = failed === 0 && (sums.length === 0 || exit !== '0');
  return { passed, failed: isUnexplained ? 1 : failed, skipped };
}

/** The tests. A file that could not run counts as one failure, as do a run without tests and an unexplained exit code. */
function sumTests() {
  const report = parse(read('tests.json'));
  if (report === null) {
    say('The tests ended without a report.');
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const hasFailedTest = (file) => file.assertionResults.some((result) => result.status === 'failed');
  const broken = report.testResults.filter((file) => file.status === 'failed' && !hasFailedTest(file));
  for (const file of broken) say(`This test file did not run: ${file.name}`);
  let failed = report.numFailedTests + broken.length;
  const passed = report.numPassedTests;
  if (passed + failed === 0) say('No test ran.');
  if (failed === 0 && (passed === 0 || testExit !== '0')) failed = 1;
  return { passed, failed, skipped: report.numPendingTests + report.numTodoTests };
}

function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

const parts = [sumChecks('check.log', checkExit), sumChecks('emails.log', emailsExit), sumTests()];
const total = (key) => parts.reduce((sum, part) => sum + part[key], 0);
const skipped = total('skipped');
say(`${total('passed')} passed, ${total('failed')} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = total('failed') === 0 ? 0 : 1;
