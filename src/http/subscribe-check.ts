import { isDisposable, isRoleAddress, suggestAddress } from '../domain/email-policy.ts';
import { noteMissetChallenge } from '../services/readers/challenge-alert.ts';
import { verifyToken } from '../services/tokens.ts';
import type { HttpContext } from './environment.ts';
import type { SignUpView } from './pages/view.ts';
import type { SignUpForm } from './subscribe-form.ts';

/** Nobody reads and fills in a form faster; people who do (a browser may fill it in) press once more. */
const MIN_FILL_MS = 1_500;

/** What is wrong with a sign-up beyond its shape. None of it looks at what is stored, so none tells who is subscribed. */
export async function checkSignUp(
  c: HttpContext,
  form: SignUpForm,
): Promise<Pick<SignUpView, 'errors' | 'suggestion'> | null> {
  const { config, now, settings } = c.get('ctx');
  const { disposable, disposableDomains, needsConsentTick, roleAddresses, trustedDomains } = settings.signup;
  const errors: SignUpView['errors'] = {};
  const suggestion = form.typed?.trim() === form.email.address ? null : suggestAddress(form.email);
  if (suggestion) errors.email = 'misspelt';
  if (roleAddresses === 'refuse' && isRoleAddress(form.email)) errors.email = 'role';
  const lists = { also: disposableDomains, never: trustedDomains };
  if (disposable === 'refuse' && isDisposable(form.email, lists)) errors.email = 'disposable';
  if (needsConsentTick && !form.consent) errors.consent = 'required';
  const started = form.started ? verifyToken(config.tokenKeys, 'form', form.started) : null;
  const isTooFast = started !== null && Date.parse(now()) - Number(started.detail) < MIN_FILL_MS;
  if (isTooFast) errors.check = 'too_fast';
  // Last: a token counts once, so it is not spent on a form that has to come back anyway.
  if (Object.keys(errors).length === 0 && !(await isPerson(c, form))) errors.check = 'required';
  return Object.keys(errors).length > 0 ? { errors, suggestion } : null;
}

/** Where the check cannot be reached, sign-ups go on: the limits hold without it, and readers cannot mend it. */
async function isPerson(c: HttpContext, form: SignUpForm): Promise<boolean> {
  const { challenge, log } = c.get('ctx');
  const token = form['cf-turnstile-response'];
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
