/** What the check said. unanswered: its server could not be reached in time. misset: it does not know our secret. */
export type ChallengeAnswer = 'passed' | 'failed' | 'unanswered' | 'misset';

/** A check that a person, not a program, sent a form. */
export interface SignupChallenge {
  /** Judges the token that the visitor's browser got. Never throws for what the other side does. */
  check(token: string, clientAddress: string | null): Promise<ChallengeAnswer>;
}

const VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const TIMEOUT_MS = 3_000;

/** What our widgets say they are for; a token that was earned by another form of the same site says something else. */
export const TURNSTILE_ACTION = 'subscribe';
/** A form that was pasted in by hand may name no action. */
const ACTIONS: readonly unknown[] = [TURNSTILE_ACTION, '', undefined];
/** Refusals that say nothing of the visitor: our secret is wrong, or Cloudflare is in trouble. */
const MISSET = ['missing-input-secret', 'invalid-input-secret'];
const IN_TROUBLE = 'internal-error';

/**
 * Cloudflare Turnstile (https://developers.cloudflare.com/turnstile/get-started/server-side-validation/). `hosts` are the
 * hosts a form may stand on: a token earned on another site does not count. Cloudflare itself refuses one that is older
 * than five minutes or was checked before (`timeout-or-duplicate`).
 */
export function createTurnstile(options: {
  secret: string;
  hosts: readonly string[];
  /** Where tokens are checked, if not at Cloudflare's own address. */
  verifyUrl?: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
}): SignupChallenge {
  return {
    async check(token, clientAddress) {
      const body = new URLSearchParams({ secret: options.secret, response: token });
      if (clientAddress) body.set('remoteip', clientAddress);
      try {
        const answer = await options.fetch(options.verifyUrl ?? VERIFY_URL, {
          method: 'POST',
          body,
          signal: AbortSignal.timeout(TIMEOUT_MS),
        });
        if (!answer.ok) return 'unanswered';
        const said = (await answer.json()) as Record<'success' | 'hostname' | 'action' | 'error-codes', unknown>;
        const codes = Array.isArray(said['error-codes']) ? said['error-codes'] : [];
        if (codes.some((code) => MISSET.includes(code))) return 'misset';
        if (codes.includes(IN_TROUBLE)) return 'unanswered';
        const isOurs = options.hosts.includes(String(said.hostname)) && ACTIONS.includes(said.action);
        return said.success === true && isOurs ? 'passed' : 'failed';
      } catch {
        // Not reached, too slow, or no JSON: nobody knows.
        return 'unanswered';
      }
    },
  };
}
