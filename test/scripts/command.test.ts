import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testContext } from '../support/context.ts';
import { openCommandWorld, ROOT } from './command-world.ts';

let world: Awaited<ReturnType<typeof openCommandWorld>>;

beforeAll(async () => {
  const { ctx } = await testContext();
  // Something else than Newsdesk stands below /other.
  world = await openCommandWorld(
    () => ctx,
    async (request, response) => {
      if (request.url?.startsWith('/other')) response.writeHead(404).end('<h1>Not here</h1>');
      else if (request.url?.startsWith('/bare')) {
        const { default: worker } = await import('../../src/worker.ts');
        const bare = await worker.fetch(new Request('https://news.example.com/'), {} as never, { waitUntil: () => {} });
        response.writeHead(bare.status, { 'content-type': bare.headers.get('content-type') ?? '' });
        response.end(await bare.text());
      } else return false;
      return true;
    },
  );
});
afterAll(() => world.close());

test.each([
  ['an option it does not know', ['--bas', 'x'], 2, ["Unknown option '--bas'", 'Usage: npm run doctor']],
  ['a word too many', ['now'], 2, ["'now'", 'Usage: npm run doctor']],
  ['an address that is none', ['--base', 'news.example.com'], 1, ['"news.example.com" is no web address', '--base']],
])('a command that is given %s says so and what to do, without a trace', async (_what, args, code, words) => {
  const ended = await world.start('doctor', args, { BASE_URL: world.base, SLACK_BOT_TOKEN: '' }).ended;
  for (const word of words) expect(ended.err + ended.out).toContain(word);
  expect(ended.err).not.toContain('    at ');
  expect(ended.code).toBe(code);
});

test.each([
  ['another server', '/other', [], 'answered with status 404, not as Newsdesk does. Check --base'],
  [
    'a Worker without settings',
    '/bare',
    [],
    'not set up yet. Its log names what is missing. On Cloudflare `npx wrangler tail`',
  ],
  ['a newsroom with another token', '', ['--token', 'x'], 'refuses the token. Set ADMIN_TOKEN, or give --token'],
])('a command that meets %s says so', async (_what, path, args, words) => {
  const { code, err } = await world.start('doctor', ['--base', `${world.base}${path}`, ...args]).ended;
  expect(err).toContain(words);
  expect(code).toBe(1);
});

const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const COMMANDS = Object.entries(scripts).flatMap(([name, line]) => {
  const script = /^node .*?scripts\/([\w-]+)\.ts$/.exec(line)?.[1];
  return script === undefined || name.startsWith('pre') ? [] : [[name, script] as const];
});

test.each(COMMANDS)('npm run %s explains itself with --help and does nothing else', async (name, script) => {
  const { code, err, out } = await world.start(script, ['--help'], {}).ended;
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(new RegExp(`^Usage: npm (?:run )?(?:--silent )?${name}\\b`));
});
