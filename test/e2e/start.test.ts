import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { localServices } from '../support/local-services.ts';
import { freePort, startProgram, until } from '../support/program.ts';

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
    const port = freePort();
    const program = await startProgram({ runtime: 'node', port, dataDir, args: ['--feed', feed] });
    try {
      await until(async () => (await localServices(port).messages()).some((message) => message.text.startsWith(title)));
      expect(await (await fetch(`${program.base}/?q=${encodeURIComponent(title.slice(0, 30))}`)).text()).toContain(
        escaped(title).slice(0, 30),
      );
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
  const failure = await startProgram({ runtime: 'node', port: freePort(), dataDir, env, build: true }).then(
    (program) => program.stop().then(() => 'started'),
    (error: Error) => error.message,
  );
  rmSync(dataDir, { recursive: true, force: true });
  expect(failure).toContain('RESEND_API_KEY is missing');
  expect(failure).not.toContain('very-secret-value');
});
