/** What the Slack app asks for; slack/manifest.json says the same, and docs/slack.md why. */
export const SLACK_SCOPES: readonly string[] = [
  'commands',
  'chat:write',
  'chat:write.public',
  'channels:read',
  'groups:read',
  'users:read',
  'files:read',
];
