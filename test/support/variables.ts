/** A complete configuration, as the environment gives it. */
export const VARIABLES = {
  BASE_URL: 'https://news.example.com',
  SITE_NAME: 'Example News',
  MAIL_FROM: 'news@example.com',
  POSTAL_ADDRESS: '1 Example Street, Exampletown',
  TIME_ZONE: 'Asia/Shanghai',
  SLACK_BOT_TOKEN: 'xoxb-test',
  SLACK_SIGNING_SECRET: 'a-signing-secret-of-the-test',
  SLACK_REVIEW_CHANNEL: 'CREVIEW1',
  RESEND_API_KEY: 're_test',
  TOKEN_SECRET: `k1:${'A'.repeat(43)}=`,
  ADMIN_TOKEN: 'an-admin-token-for-the-tests-only',
  SEND_HOLD_SECONDS: '60',
  COUNT_GUARD: 'off',
};
