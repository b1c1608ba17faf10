import type { MailEvents } from '../services/ports.ts';

/**
 * Checks webhooks of Resend by its own SDK: HMAC-SHA256 over id, time and body, at most five minutes old or ahead
 * (https://resend.com/docs/dashboard/webhooks/verify-webhooks-requests).
 */
export function createMailEvents(resend: { apiKey: string; webhookSecret: string | null }): MailEvents {
  const { webhookSecret } = resend;
  return {
    isReady: webhookSecret !== null,
    async read({ body, ...headers }) {
      if (webhookSecret === null) return null;
      const { Resend } = await import('resend');
      try {
        return new Resend(resend.apiKey).webhooks.verify({ payload: body, headers, webhookSecret });
      } catch {
        // The SDK throws for every kind of forgery alike; to the caller they are one answer.
        return null;
      }
    },
  };
}
