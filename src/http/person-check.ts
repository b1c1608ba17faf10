import { noteMissetChallenge } from '../services/readers/challenge-alert.ts';
import { signToken, verifyToken } from '../services/tokens.ts';
import { allowSources } from './allow-sources.ts';
import type { HttpContext } from './environment.ts';

/** Nobody reads and fills in a form faster; people who do (a browser may fill it in) press once more. */
const MIN_FILL_MS = 1_500;
/** Where Cloudflare's widget comes from. */
export const TURNSTILE = 'https://challenges.cloudflare.com';

/** The hidden field `started` of a form: when it was drawn, signed. */
export function drawnNow(c: HttpContext): string {
  const { config, now } = c.get('ctx');
  return signToken(config.tokenKeys, 'form', { subject: 'signup', detail: String(Date.parse(now())) });
}

/** Whether a form came back sooner than a person fills it in. One that says nothing, or nothing of ours, did not. */
export function wasTooFast(c: HttpContext, started: string | null | undefined): boolean {
  const { config, now } = c.get('ctx');
  const drawn = started ? verifyToken(config.tokenKeys, 'form', started) : null;
  return drawn !== null && Date.parse(now()) - Number(drawn.detail) < MIN_FILL_MS;
}

/**
 * Whether the check for robots, where there is one, takes the widget's token. It counts once, so ask last. Where the check
 * cannot be reached, forms go on: the limits hold without it, and readers cannot mend it.
 */
export async function isPerson(c: HttpContext, token: string | null | undefined): Promise<boolean> {
  const { challenge, log } = c.get('ctx');
  if (!challenge) return true;
  if (!token) return false;
  const answer = await challenge.check(token, c.var.clientAddress);
  if (answer === 'unanswered') log.warn('signup.challenge_unanswered');
  if (answer === 'misset') {
    log.warn('signup.challenge_misset');
    await noteMissetChallenge(c.var.ctx);
  }
  return answer !== 'failed';
}

/** Lets the widget run on a page, where there is one. */
export function allowWidget(c: HttpContext, response: Response): void {
  if (c.get('ctx').config.turnstile) {
    allowSources(response.headers, { 'script-src': TURNSTILE, 'frame-src': TURNSTILE });
  }
}
