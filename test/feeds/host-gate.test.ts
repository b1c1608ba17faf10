import { expect, test } from 'vitest';
import { createHostGate } from '../../src/feeds/host-gate.ts';

test('lets two in at once, the others in their order, and each host for itself', async () => {
  const gate = createHostGate();
  const order: string[] = [];
  const enter = async (host: string, name: string) => {
    const leave = await gate(host);
    order.push(name);
    return leave;
  };
  const [leaveA, leaveB] = await Promise.all([enter('x:443', 'a'), enter('x:443', 'b')]);
  const third = enter('x:443', 'c');
  const fourth = enter('x:443', 'd');
  const leaveOther = await enter('y:443', 'other');
  expect(order).toEqual(['a', 'b', 'other']);
  leaveA();
  // Leaving twice frees one place, not two.
  leaveA();
  const leaveC = await third;
  expect(order).toEqual(['a', 'b', 'other', 'c']);
  leaveB();
  leaveC();
  (await fourth)();
  leaveOther();
  expect(order.at(-1)).toBe('d');
  const again = await Promise.all([gate('x:443'), gate('x:443')]);
  expect(again.length).toBe(2);
});

test('who gives up waiting takes no place', async () => {
  const gate = createHostGate(1);
  const leave = await gate('x:443');
  const controller = new AbortController();
  const waiting = gate('x:443', controller.signal);
  const after = gate('x:443');
  controller.abort(new Error('Too late.'));
  await expect(waiting).rejects.toThrow('Too late.');
  leave();
  (await after)();
  (await gate('x:443'))();
});
