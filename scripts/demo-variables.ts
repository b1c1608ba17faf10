import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { slackApp } from '../dev/emulators/slack-seed.ts';
import type { StandIns } from './stand-ins.ts';
import type { FeedWish } from './subscribe-feed.ts';

const SECRETS = ['SLACK_BOT_TOKEN', 'SLACK_SIGNING_SECRET', 'RESEND_API_KEY', 'TOKEN_SECRET', 'ADMIN_TOKEN'] as const;
export type DemoSecrets = Record<(typeof SECRETS)[number], string>;

/** Demo mode is for a machine that has no account: none of these is set. */
export function isDemo(env: NodeJS.ProcessEnv): boolean {
  return !Object.entries(env).some(([name, value]) => value && (/^(SLACK|RESEND)_/.test(name) || name === 'BASE_URL'));
}

/** The demo's own secrets: made once, kept in the data folder, so that links and state outlive a restart. */
export function demoSecrets(dataDir: string): DemoSecrets {
  const file = join(dataDir, 'demo-secrets.json');
  if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8')) as DemoSecrets;
  const random = (bytes: number) => randomBytes(bytes).toString('hex');
  const secrets: DemoSecrets = {
    SLACK_BOT_TOKEN: `xoxb-demo-${random(12)}`,
    SLACK_SIGNING_SECRET: random(16),
    RESEND_API_KEY: `re_demo_${random(12)}`,
    TOKEN_SECRET: `k1:${randomBytes(32).toString('base64')}`,
    ADMIN_TOKEN: random(24),
  };
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(file, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  return secrets;
}

/** The demo's secrets for connecting the local workspace by a click, as the local Slack's app has them. */
export function withoutBotToken({ SLACK_BOT_TOKEN: _token, ...secrets }: DemoSecrets): Record<string, string> {
  return { ...secrets, SLACK_CLIENT_ID: slackApp.clientId, SLACK_CLIENT_SECRET: slackApp.clientSecret };
}

/** The newsroom the demo plays: the company of the first customer's page. */
export function demoBrand(): Record<string, string> {
  return {
    SITE_NAME: 'Laekna Newsroom',
    SITE_URL: 'https://www.laekna.com',
    MAIL_FROM: 'news@laekna.example',
    MAIL_REPLY_TO: 'press@laekna.example',
    POSTAL_ADDRESS: 'Laekna Therapeutics, Zhangjiang Hi-Tech Park, Pudong, Shanghai (demo address)',
    TIME_ZONE: 'Asia/Shanghai',
    LINKEDIN_URL: 'https://www.linkedin.com/company/laekna-therapeutics',
    MEDIA_CONTACT: 'Laekna press office <press@laekna.example>',
    SEND_HOLD_SECONDS: '10',
    COUNT_GUARD: 'off',
  };
}

/**
 * How the demo follows its own feed: as a company would its press desk's, and far more often than any real one. Its articles
 * reach the channel that gets everything.
 */
export function demoFeed(standIns: StandIns): FeedWish {
  return {
    url: standIns.feedUrl,
    channel: null,
    startWith: 'newest_3',
    kind: 'coverage',
    textRight: 'full',
    imageRight: 'licensed',
    pollFloorSeconds: 5,
  };
}
