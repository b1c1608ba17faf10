import { expect, test } from 'vitest';
import { runLanes, runNode, type Step } from '../../scripts/check-step.ts';

const passing: Step = { name: 'passing', run: () => ({ report: '' }) };
const failing: Step = { name: 'failing', run: async () => ({ report: 'line 1 is wrong' }) };
const throwing: Step = {
  name: 'throwing',
  run: () => {
    throw new Error('no such tool');
  },
};

test('every step runs and is told, also behind one that failed or threw', async () => {
  const told: string[] = [];
  const counts = await runLanes([[failing, throwing, passing], [passing]], (step, finding) =>
    told.push(`${step.name}: ${finding.report.split('\n')[0]}`),
  );
  expect(counts).toEqual({ passed: 2, failed: 2 });
  expect(told.sort()).toEqual(['failing: line 1 is wrong', 'passing: ', 'passing: ', 'throwing: Error: no such tool']);
});

test('a lane takes its steps one after the other', async () => {
  const order: string[] = [];
  const slow = (name: string): Step => ({
    name,
    run: async () => {
      order.push(`${name} starts`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
      return { report: '' };
    },
  });
  await runLanes([[slow('a'), slow('b')]], () => undefined);
  expect(order).toEqual(['a starts', 'a ends', 'b starts', 'b ends']);
});

test('a tool is heard on both its outputs, with its exit code', async () => {
  const program = "console.log('one'); console.error('two'); process.exit(3)";
  const { code, output } = await runNode(['-e', program]);
  expect(code).toBe(3);
  expect(output.split('\n').sort()).toEqual(['', 'one', 'two']);
});

test('a tool that is killed has failed', async () => {
  expect((await runNode(['-e', "process.kill(process.pid, 'SIGKILL')"])).code).not.toBe(0);
});
