import { randomBytes } from 'node:crypto';

/**
 * One variable as setup asks for it. `made`: made here where the person gives nothing. `needed`: no start without it,
 * except where the variable that `unless` names is given; then it is not asked for.
 */
export type Question = { name: string; asks: string; needed: boolean; unless?: string; made?: () => string };

export const QUESTIONS: readonly Question[] = [
  {
    name: 'BASE_URL',
    needed: true,
    asks: 'Where will readers reach this newsroom? For example https://news.example.com',
  },
  { name: 'SITE_NAME', needed: false, asks: 'What is the newsroom called? For example Example Newsroom' },
  { name: 'SITE_URL', needed: false, asks: "The company's own site, for example https://www.example.com" },
  {
    name: 'MAIL_FROM',
    needed: true,
    asks: 'Which address do mails come from? Its domain must be verified at resend.com/domains',
  },
  { name: 'MAIL_REPLY_TO', needed: false, asks: 'Where do replies go? Empty: to the sender' },
  { name: 'POSTAL_ADDRESS', needed: true, asks: 'The postal address under every mail, as the law asks' },
  { name: 'TIME_ZONE', needed: false, asks: 'The time zone of the newsroom, for example Asia/Shanghai. Empty: UTC' },
  { name: 'LOCALES', needed: false, asks: 'Languages of readers, the first is the fallback. Empty: en,zh-Hans' },
  { name: 'MEDIA_CONTACT', needed: false, asks: 'Who answers the press? For example Press office <press@example.com>' },
  { name: 'LINKEDIN_URL', needed: false, asks: "The company's LinkedIn page" },
  { name: 'SIGNUP_ORIGINS', needed: false, asks: 'Sites whose pages carry the sign-up form, separated by commas' },
  {
    name: 'SLACK_BOT_TOKEN',
    needed: false,
    asks: 'Slack: make an app from slack/manifest.json at api.slack.com/apps, install it, copy the bot token (xoxb-…). Empty: connect the workspace by a click later, at BASE_URL/slack/install',
  },
  {
    name: 'SLACK_CLIENT_ID',
    needed: true,
    unless: 'SLACK_BOT_TOKEN',
    asks: 'Slack: the client id, under Basic Information of the app',
  },
  {
    name: 'SLACK_CLIENT_SECRET',
    needed: true,
    unless: 'SLACK_BOT_TOKEN',
    asks: 'Slack: the client secret, below the client id',
  },
  { name: 'SLACK_SIGNING_SECRET', needed: true, asks: 'Slack: the signing secret, under Basic Information of the app' },
  {
    name: 'SLACK_REVIEW_CHANNEL',
    needed: false,
    asks: 'Slack: id of the channel where staff are asked and informed (in its details, at the end), for example C0123456789',
  },
  { name: 'RESEND_API_KEY', needed: true, asks: 'Resend: a sending key of resend.com/api-keys (re_…)' },
  {
    name: 'RESEND_WEBHOOK_SECRET',
    needed: false,
    asks: 'Resend: signing secret of a webhook to BASE_URL/webhooks/resend (whsec_…). Without it bounces are not taken in',
  },
  {
    name: 'TOKEN_SECRET',
    needed: true,
    asks: 'The key that signs links in mails. Empty: made here. Keep it: links that are out need it',
    made: () => `k1:${randomBytes(32).toString('base64')}`,
  },
  {
    name: 'ADMIN_TOKEN',
    needed: true,
    asks: 'The token of the API. Empty: made here',
    made: () => randomBytes(24).toString('hex'),
  },
];

/** Names whose values never stand in a configuration file that is shared. */
export const SECRET_NAMES: ReadonlySet<string> = new Set([
  'SLACK_BOT_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_CLIENT_ID',
  'SLACK_CLIENT_SECRET',
  'RESEND_API_KEY',
  'RESEND_WEBHOOK_SECRET',
  'TOKEN_SECRET',
  'ADMIN_TOKEN',
  'TURNSTILE_SECRET',
]);
