import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import manifest from '../../slack/manifest.json' with { type: 'json' };
import { SHORTCUTS } from '../../src/slack/shortcut-names.ts';

const root = join(import.meta.dirname, '../..');
const { bot } = manifest.oauth_config.scopes;

/** The scopes of each method that Newsdesk may call (https://docs.slack.dev/reference/methods). */
const SCOPES_OF: Record<string, string[]> = {
  'auth.test': [],
  'oauth.v2.access': [],
  'chat.postMessage': ['chat:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'conversations.info': ['channels:read', 'groups:read'],
  'files.info': ['files:read'],
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
};

const sources = readdirSync(join(root, 'src/slack'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => readFileSync(join(root, 'src/slack', name), 'utf8'))
  .join('\n');

test('every method that is called has its scopes in the manifest', () => {
  const called = sources.matchAll(/\.((?:auth|chat|conversations|files|oauth\.v2|users|views)\.[a-zA-Z]+)\(\{?/g);
  const methods = [...new Set([...called].map(([, name]) => name ?? ''))].filter(
    (name) => !/\.(map|filter|length)$/.test(name),
  );
  expect(methods.length).toBeGreaterThan(8);
  expect(methods.filter((name) => !(name in SCOPES_OF))).toEqual([]);
  expect(methods.flatMap((name) => SCOPES_OF[name] ?? []).filter((scope) => !bot.includes(scope))).toEqual([]);
});

test('the docs say why each permission is asked for', () => {
  const docs = readFileSync(join(root, 'docs/slack.md'), 'utf8');
  const told = [...docs.matchAll(/^\| `([a-z:.]+)` \| .{10,} \|$/gm)].map(([, scope]) => scope ?? '');
  expect(bot.filter((scope) => !told.includes(scope))).toEqual([]);
});

test('events, shortcuts and addresses of the manifest are those the program listens to', () => {
  const heard = [...sources.matchAll(/\.event\('(\w+)'/g)].map(([, name]) => name ?? '');
  expect([...manifest.settings.event_subscriptions.bot_events].sort()).toEqual([...new Set(heard)].sort());
  const offered = manifest.features.shortcuts.map((shortcut) => shortcut.callback_id);
  expect(offered.sort()).toEqual(Object.values(SHORTCUTS).sort());
  const urls = [...JSON.stringify(manifest).matchAll(/https:[^"]+\/slack\/events/g)].map(([url]) => url);
  expect(new Set(urls).size).toBe(1);
});

test('the manifest keeps to Slack’s lengths', () => {
  const { display_information: shown, features } = manifest;
  expect(shown.name.length).toBeLessThanOrEqual(35);
  expect(shown.description.length).toBeLessThanOrEqual(140);
  expect(shown.long_description.length).toBeGreaterThanOrEqual(175);
  expect(shown.long_description.length).toBeLessThanOrEqual(4000);
  expect(features.shortcuts.length).toBeLessThanOrEqual(10);
  for (const { description, name } of features.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
  }
});
