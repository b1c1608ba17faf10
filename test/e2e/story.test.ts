import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localServices } from '../support/local-services.ts';
import { freePort, startProgram, until } from '../support/program.ts';
import { announcedTitles, linkIn, postForm, READER, readersMails } from '../support/story.ts';

const LATE_ITEM = 'Five numbers';

async function signUpAndConfirm({ port, base }: { port: number; base: string }): Promise<void> {
  expect((await postForm(`${base}/subscribe`, READER)).status).toBe(200);
  await until(async () => (await readersMails(port)).length === 1);
  const confirmLink = linkIn((await readersMails(port))[0], 'confirm');
  const page = await (await fetch(confirmLink)).text();
  expect(page).toContain('method="post"');
  expect((await readersMails(port)).length).toBe(1);
  await postForm(`${base}/confirm`, { t: new URL(confirmLink).searchParams.get('t') ?? '' });
  await until(async () => (await readersMails(port)).length === 2);
}

test.concurrent.for(['node', 'workerd'] as const)(
  'feed to Slack to sign-up to digest, and everything still there after a restart (%s)',
  async (runtime, { expect }) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-story-'));
    const port = freePort();
    const program = await startProgram({ runtime, port, dataDir, env: { DEMO_LATE_SECONDS: '3600' } });
    const local = localServices(port);
    try {
      await until(async () => (await local.messages()).length === 3);
      const [announcement] = (await local.messages()).filter((message) =>
        message.blocks.some((block) => block.type === 'image'),
      );
      expect(announcement?.blocks.map((block) => block.type)).toEqual(['section', 'image', 'context']);
      const home = await (await fetch(`${program.base}/`)).text();
      expect(home).toContain('<h1');
      const slug = /\/articles\/([\w-]+)/.exec(home)?.[1];
      expect((await fetch(`${program.base}/articles/${slug}`)).status).toBe(200);

      await signUpAndConfirm({ port, base: program.base });
      expect(await local.command('/newsdesk digest send')).toContain('1 reader');
      await until(async () => (await readersMails(port)).length === 3);
      const digest = (await readersMails(port)).find(
        (mail) => mail.headers['List-Unsubscribe-Post']?.includes('One-Click') && mail.text.includes('/articles/'),
      );
      expect(digest?.html).toContain('<!doctype html>');
    } finally {
      await program.stop();
    }

    // While it was down the feed got one more: once that is announced, whatever a restart might repeat would be there as well.
    const again = await startProgram({ runtime, port, dataDir, env: { DEMO_LATE_SECONDS: '0' } });
    try {
      await until(async () => (await fetch(`${again.base}/health`)).ok);
      await until(async () => (await local.messages()).some((message) => message.text.startsWith(LATE_ITEM)));
      expect((await announcedTitles(port)).length).toBe(4);
      const mails = await readersMails(port);
      expect(mails.length).toBe(3);
      const digest = mails.find((mail) => mail.text.includes('/articles/'));
      const oneClick = /<([^>]+)>/.exec(digest?.headers['List-Unsubscribe'] ?? '')?.[1] ?? '';
      expect(await (await fetch(oneClick)).text()).toContain('method="post"');
      const answer = await fetch(oneClick, {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
        redirect: 'manual',
      });
      expect(answer.status).toBe(200);
      expect(await local.command('/newsdesk digest send')).toContain('Nothing was sent');
    } finally {
      await again.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);
