import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localServices } from '../support/local-services.ts';
import { freePort, type Program, startProgram, until } from '../support/program.ts';
import { announcedTitles, linkIn, postForm, READER, readersMails } from '../support/story.ts';

test('killed with SIGKILL between every two steps, nothing is lost and nothing doubled', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-kill-'));
  const port = freePort();
  const local = localServices(port);
  const restart = () => startProgram({ runtime: 'node', port, dataDir, env: { DEMO_LATE_SECONDS: '3600' } });
  const killed = async (program: Program) => {
    await program.kill();
    return restart();
  };
  let program = await restart();
  try {
    program = await killed(program);
    await until(async () => (await local.messages()).length > 0);
    program = await killed(program);
    expect((await postForm(`${program.base}/subscribe`, READER)).status).toBe(200);
    program = await killed(program);
    await until(async () => (await readersMails(port)).length === 1);
    const token = new URL(linkIn((await readersMails(port))[0], 'confirm')).searchParams.get('t') ?? '';
    await postForm(`${program.base}/confirm`, { t: token });
    program = await killed(program);
    await until(async () => (await readersMails(port)).length === 2);
    await until(async () => /3 done, 0 waiting|unknown/.test(await local.command('/newsdesk status')));
    expect(await local.command('/newsdesk digest send')).toContain('1 reader');
    program = await killed(program);
    await until(async () => (await readersMails(port)).length === 3);
    program = await killed(program);
    await until(async () => /3 done, 0 waiting|unknown/.test(await local.command('/newsdesk status')));

    expect((await readersMails(port)).length).toBe(3);
    const titles = await announcedTitles(port);
    expect(new Set(titles).size).toBe(titles.length);
    const asked = (await local.messages('news-desk')).filter((message) => message.text.startsWith('Was '));
    // Each of the three is posted, or staff were asked about it.
    await until(async () => /unknown|3 done/.test(await local.command('/newsdesk status')));
    expect(titles.length + asked.length).toBeGreaterThanOrEqual(3);
  } finally {
    await program.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
});
