import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const ROOT = join(import.meta.dirname, '..');

/** What a step found: `report` is empty where all is well, else what to read; `note` stands behind the step's name. */
export type Finding = { report: string; note?: string };

/** One thing `npm run check` looks at. */
export type Step = { name: string; run(): Finding | Promise<Finding> };

/** A finding with one problem a line. */
export function problemsFound(problems: readonly string[]): Finding {
  return { report: problems.join('\n') };
}

/** Runs Node with these arguments at the root. Resolves to the exit code and everything it printed. */
export function runNode(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => output.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(output).toString() }));
  });
}

/** Runs a tool of node_modules/.bin by its script; its output is the report where it fails. */
export async function runTool(name: string, args: readonly string[]): Promise<Finding> {
  const { code, output } = await runNode([join(ROOT, 'node_modules/.bin', name), ...args]);
  return { report: code === 0 ? '' : output || `${name} ended with ${code}.` };
}

/**
 * Runs lanes side by side, each lane's steps one after the other, and tells of every step through `onDone` as it ends.
 * A step that throws has failed. Returns how many passed and failed.
 */
export async function runLanes(
  lanes: readonly (readonly Step[])[],
  onDone: (step: Step, finding: Finding, seconds: number) => void,
): Promise<{ passed: number; failed: number }> {
  const count = { passed: 0, failed: 0 };
  const runLane = async (steps: readonly Step[]) => {
    for (const step of steps) {
      const from = performance.now();
      const finding = await attempt(step);
      count[finding.report === '' ? 'passed' : 'failed'] += 1;
      onDone(step, finding, (performance.now() - from) / 1000);
    }
  };
  await Promise.all(lanes.map(runLane));
  return count;
}

async function attempt(step: Step): Promise<Finding> {
  try {
    return await step.run();
  } catch (error) {
    return { report: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
