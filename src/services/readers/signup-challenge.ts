/** What the check said; unanswered: its server could not be reached in time. */
export type ChallengeAnswer = 'passed' | 'failed' | 'unanswered';

/** A check that a person, not a program, sent a form. */
export interface SignupChallenge {
  /** Judges the token that the visitor's browser got. Never throws for what the other side does. */
  check(token: string, clientAddress: string | null): Promise<ChallengeAnswer>;
}

const VERIFY_URL = 'https://challenges.cloudflare.com/turnstile/v0/siteverify';
const TIMEOUT_MS = 3_000;

/**
 * Cloudflare Turnstile (https://developers.cloudflare.com/turnstile/get-started/server-side-validation/). `hosts` are the
 * hosts a form may stand on: a token earned on another site does not count.
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
        const said = (await answer.json()) as { success?: unknown; hostname?: unknown };
        return said.success === true && options.hosts.includes(String(said.hostname)) ? 'passed' : 'failed';
      } catch {
        // Not reached, too slow, or no JSON: nobody knows.
        return 'unanswered';
      }
    },
  };
}
