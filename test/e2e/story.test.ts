import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type LocalMail, localServices } from '../support/local-services.ts';
import { freePort, type Program, type Runtime, startProgram, until } from '../support/program.ts';

const READER = { name: 'Li Wei', email: 'li.wei@reader.example.org', company: 'Example Fund', occupation: 'Investor' };
const LATE_ITEM = 'Five numbers';

type Stage = { runtime: Runtime; port: number; dataDir: string; program: Program };

async function open(runtime: Runtime, dataDir: string, args: string[] = []): Promise<Stage> {
  const port = freePort();
  return { runtime, port, dataDir, program: await startProgram({ runtime, port, dataDir, args }) };
}

const mailsTo = async (port: number, email: string) =>
  (await localServices(port).mails()).filter((mail) => mail.to.includes(email));
const linkIn = (mail: LocalMail | undefined, path: string) =>
  new RegExp(`http://[^\\s"<>]+/${path}\\?t=[\\w.-]+`).exec(mail?.text ?? '')?.[0] ?? '';
const post = (url: string, form: Record<string, string>) =>
  fetch(url, { method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams(form) });

async function signUpAndConfirm({ port, program }: Stage): Promise<void> {
  expect((await post(`${program.base}/subscribe`, READER)).status).toBe(200);
  await until(async () => (await mailsTo(port, READER.email)).length === 1);
  const confirmLink = linkIn((await mailsTo(port, READER.email))[0], 'confirm');
  const page = await (await fetch(confirmLink)).text();
  expect(page).toContain('method="post"');
  expect((await mailsTo(port, READER.email)).length).toBe(1);
  await post(`${program.base}/confirm`, { t: new URL(confirmLink).searchParams.get('t') ?? '' });
  await until(async () => (await mailsTo(port, READER.email)).length === 2);
}

test.each(['node', 'workerd'] as const)(
  'feed to Slack to sign-up to digest, and everything still there after a restart (%s)',
  async (runtime) => {
    const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-story-'));
    const stage = await open(runtime, dataDir);
    const { port, program } = stage;
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

      await signUpAndConfirm(stage);
      expect(await local.command('/newsdesk digest send')).toContain('1 reader');
      await until(async () => (await mailsTo(port, READER.email)).length === 3);
      const digest = (await mailsTo(port, READER.email)).find(
        (mail) => mail.headers['List-Unsubscribe-Post']?.includes('One-Click') && mail.text.includes('/articles/'),
      );
      expect(digest?.html).toContain('<!doctype html>');
      await until(async () => (await local.messages()).some((message) => message.text.startsWith(LATE_ITEM)), 60);
    } finally {
      await program.stop();
    }

    const again = await startProgram({ runtime, port, dataDir });
    try {
      await until(async () => (await fetch(`${again.base}/health`)).ok);
      await new Promise((resolve) => setTimeout(resolve, 4_000));
      expect((await local.messages()).filter((message) => message.blocks.at(-1)?.type === 'context').length).toBe(4);
      const mails = await mailsTo(port, READER.email);
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

test('killed with SIGKILL between every two steps, nothing is lost and nothing doubled', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-kill-'));
  const port = freePort();
  const local = localServices(port);
  const restart = () => startProgram({ runtime: 'node', port, dataDir });
  const killed = async (program: Program) => {
    await program.kill();
    return restart();
  };
  let program = await restart();
  try {
    program = await killed(program);
    await until(async () => (await local.messages()).length > 0);
    program = await killed(program);
    expect((await post(`${program.base}/subscribe`, READER)).status).toBe(200);
    program = await killed(program);
    await until(async () => (await mailsTo(port, READER.email)).length === 1);
    const token = new URL(linkIn((await mailsTo(port, READER.email))[0], 'confirm')).searchParams.get('t') ?? '';
    await post(`${program.base}/confirm`, { t: token });
    program = await killed(program);
    await until(async () => (await mailsTo(port, READER.email)).length === 2);
    await until(async () => /[34] done, 0 waiting|unknown/.test(await local.command('/newsdesk status')), 60);
    expect(await local.command('/newsdesk digest send')).toContain('1 reader');
    program = await killed(program);
    await until(async () => (await mailsTo(port, READER.email)).length === 3, 60);
    program = await killed(program);
    await until(async () => /4 done, 0 waiting|unknown/.test(await local.command('/newsdesk status')), 60);

    expect((await mailsTo(port, READER.email)).map((mail) => mail.subject).length).toBe(3);
    const titles = (await local.messages())
      .filter((message) => message.blocks.at(-1)?.type === 'context')
      .map((message) => message.text.split('\n')[0]);
    expect(new Set(titles).size).toBe(titles.length);
    const asked = (await local.messages('news-desk')).filter((message) => message.text.startsWith('Was '));
    // Each of the four is posted, or staff were asked about it.
    await until(async () => /unknown|4 done/.test(await local.command('/newsdesk status')));
    expect(titles.length + asked.length).toBeGreaterThanOrEqual(4);
  } finally {
    await program.kill();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

const SEED = join(import.meta.dirname, '../../../shared/seed');

test.skipIf(!existsSync(SEED))(
  'the real page the project began with goes in as a feed item and comes out in Slack and on the site (skipped where that page is not at hand)',
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-seed-'));
    const [file = ''] = readdirSync(SEED);
    const lines = readFileSync(join(SEED, file), 'utf8')
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean);
    const title = lines.find((line) => line.length > 40) ?? '';
    const escaped = (text: string) => text.replace(/[&<>]/g, (character) => `&#${character.codePointAt(0)};`);
    const body = lines.map((line) => `<p>${line}</p>`).join('');
    const item = `<item><title>${escaped(title)}</title><link>https://company.example.org/news/industry-week</link><guid>seed-1</guid><pubDate>Tue, 12 Oct 2021 09:00:00 +0800</pubDate><description>${escaped(body)}</description></item>`;
    const feed = join(dataDir, 'seed.xml');
    writeFileSync(
      feed,
      `<?xml version="1.0"?><rss version="2.0"><channel><title>Company page</title>${item}</channel></rss>`,
    );
    const { port, program } = await open('node', dataDir, ['--feed', feed]);
    try {
      await until(async () => (await localServices(port).messages()).some((message) => message.text.startsWith(title)));
      expect(await (await fetch(`${program.base}/`)).text()).toContain(escaped(title).slice(0, 30));
      await until(async () =>
        (await (await fetch(`${program.base}/feed.xml`)).text()).includes(escaped(title).slice(0, 30)),
      );
    } finally {
      await program.stop();
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);

test('a real setup that lacks a secret does not start, and says which', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'newsdesk-config-'));
  const env = { BASE_URL: 'https://news.example.com', SLACK_BOT_TOKEN: 'xoxb-very-secret-value' };
  const failure = await startProgram({ runtime: 'node', port: freePort(), dataDir, env }).then(
    (program) => program.stop().then(() => 'started'),
    (error: Error) => error.message,
  );
  rmSync(dataDir, { recursive: true, force: true });
  expect(failure).toContain('RESEND_API_KEY is missing');
  expect(failure).not.toContain('very-secret-value');
});
