import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GENERATED } from './check-files.ts';
import { type Finding, ROOT, runNode } from './check-step.ts';

/** Builds the mails twice, each in its own process: the same sources must give the same bytes. */
export async function checkEmails(): Promise<Finding> {
  const builds: Buffer[] = [];
  for (let n = 0; n < 2; n += 1) {
    const { code, output } = await runNode(['scripts/build-emails.ts']);
    if (code !== 0) return { report: output || `scripts/build-emails.ts ended with ${code}.` };
    builds.push(readFileSync(join(ROOT, GENERATED)));
  }
  const isSame = builds[0]?.equals(builds[1] ?? Buffer.alloc(0));
  return { report: isSame ? '' : `${GENERATED} differs from one build to the next.` };
}

/** The generated module belongs to no commit. In a copy without git, .gitignore must name it. */
export function checkNotCommitted(): Finding {
  const tracked = trackedFiles();
  if (tracked === null) {
    const isIgnored = readFileSync(join(ROOT, '.gitignore'), 'utf8').split('\n').includes(GENERATED);
    return { report: isIgnored ? '' : `.gitignore does not name ${GENERATED}.`, note: 'no git here' };
  }
  return { report: tracked === '' ? '' : `${GENERATED} is committed: git rm --cached ${GENERATED}` };
}

function trackedFiles(): string | null {
  try {
    // A checkout may belong to another user than the one who checks it.
    const args = ['-c', `safe.directory=${ROOT}`, 'ls-files', '--', GENERATED];
    return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}
