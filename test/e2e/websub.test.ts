import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Hub } from '../support/hub.ts';
import { localServices } from '../support/local-services.ts';
import { freePort, startProgram, until } from '../support/program.ts';

test('an article that a hub pushes stands in Slack seconds later, though no poll is due for an hour', async () => {
  const hub = new Hub();
  await hub.listen();
  const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-hub-'));
  const port = freePort();
  const program = await startProgram({
    runtime: 'node',
    port,
    dataDir,
    args: ['--feed', `${hub.origin}/feed`],
  });
  const isAnnounced = async (title: string) =>
    (await localServices(port).messages()).some(({ text }) => text.startsWith(title));
  try {
    await until(() => hub.verified.length === 1);
    expect(hub.verified).toMatchObject([{ mode: 'subscribe', status: 200 }]);
    await until(() => isAnnounced('First'));
    const fetches = hub.fetches;

    hub.titles = ['Pushed', 'First'];
    await new Promise((resolve) => setTimeout(resolve, 3000));
    expect([hub.fetches, await isAnnounced('Pushed')]).toEqual([fetches, false]);
    expect(await hub.push()).toBe(202);
    await until(() => isAnnounced('Pushed'));
    expect(hub.fetches).toBe(fetches + 1);
  } finally {
    await program.stop();
    await hub.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
