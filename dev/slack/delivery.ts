import type { Fields } from './block-kit/problems.ts';
import { signSlackBody } from './signature.ts';

/** How the app took a request. `code` is the word Slack shows people when a command fails. */
export type Delivery =
  | { kind: 'taken'; text: string; json: Record<string, unknown> | null }
  | { kind: 'failed'; code: 'dispatch_failed' | 'operation_timeout' };

export type AppAddress = { newsroomUrl: string; signingSecret: string };

/** The app has three seconds: https://api.slack.com/interactivity/handling#acknowledgment_response */
const ackTimeoutMs = 3000;

/** Sends a signed form to the app as Slack does and waits for its acknowledgement. Never throws. */
export async function deliver(app: AppAddress, form: URLSearchParams): Promise<Delivery> {
  return send(app, form.toString(), 'application/x-www-form-urlencoded');
}

/** Sends an interaction's payload. Never throws. */
export async function deliverPayload(app: AppAddress, payload: Fields): Promise<Delivery> {
  return deliver(app, new URLSearchParams({ payload: JSON.stringify(payload) }));
}

/** Sends an event in its envelope. Never throws. */
export async function deliverEvent(app: AppAddress, envelope: Fields): Promise<Delivery> {
  return send(app, JSON.stringify(envelope), 'application/json');
}

async function send(app: AppAddress, body: string, contentType: string): Promise<Delivery> {
  try {
    const response = await fetch(`${app.newsroomUrl}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signSlackBody(body, app.signingSecret, Math.floor(Date.now() / 1000)),
      },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(ackTimeoutMs),
    });
    const text = await response.text();
    if (response.status !== 200) return { kind: 'failed', code: 'dispatch_failed' };
    return { kind: 'taken', text, json: jsonObject(response.headers.get('content-type') ?? '', text) };
  } catch (error) {
    const isLate = error instanceof Error && error.name === 'TimeoutError';
    return { kind: 'failed', code: isLate ? 'operation_timeout' : 'dispatch_failed' };
  }
}

function jsonObject(contentType: string, text: string): Record<string, unknown> | null {
  if (!contentType.startsWith('application/json') || text === '') return null;
  const value: unknown = JSON.parse(text);
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : null;
}
