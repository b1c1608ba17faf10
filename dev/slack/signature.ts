import { createHmac } from 'node:crypto';

/** Headers by which the app knows that a request is Slack's: https://api.slack.com/authentication/verifying-requests-from-slack */
export type SignedHeaders = { 'x-slack-request-timestamp': string; 'x-slack-signature': string };

/** Signs a raw body as Slack does. `seconds` is the Unix time of sending. */
export function signSlackBody(body: string, secret: string, seconds: number): SignedHeaders {
  const digest = createHmac('sha256', secret).update(`v0:${seconds}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(seconds), 'x-slack-signature': `v0=${digest}` };
}
