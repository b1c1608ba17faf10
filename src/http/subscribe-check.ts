import { listPublicTopics } from '../db/articles/topics.ts';
import { refusedAs, suggestAddress } from '../domain/email-policy.ts';
import type { HttpContext } from './environment.ts';
import type { SignUpView } from './pages/view.ts';
import { isPerson, wasTooFast } from './person-check.ts';
import type { SignUpForm } from './subscribe-form.ts';

/** What is wrong with a sign-up beyond its shape. None of it looks at what is stored, so none tells who is subscribed. */
export async function checkSignUp(
  c: HttpContext,
  form: SignUpForm,
): Promise<Pick<SignUpView, 'errors' | 'suggestion'> | null> {
  const { settings } = c.get('ctx');
  const errors: SignUpView['errors'] = {};
  const suggestion = form.typed?.trim() === form.email.address ? null : suggestAddress(form.email);
  if (suggestion) errors.email = 'misspelt';
  const refused = refusedAs(form.email, settings.signup);
  if (refused) errors.email = refused;
  if (!(await offersOneOf(c, form.topics))) errors.topics = 'not_offered';
  if (settings.signup.needsConsentTick && !form.consent) errors.consent = 'required';
  if (wasTooFast(c, form.started)) errors.check = 'too_fast';
  // Last: a token counts once, so it is not spent on a form that has to come back anyway.
  const hasNone = Object.keys(errors).length === 0;
  if (hasNone && !(await isPerson(c, form['cf-turnstile-response']))) errors.check = 'required';
  return Object.keys(errors).length > 0 ? { errors, suggestion } : null;
}

/**
 * Whether one of the topics that a form is for, by slug or public id, can be had; a form for none is for all. Nobody who asked
 * for some is to get all news instead without having been told.
 */
async function offersOneOf(c: HttpContext, topics: readonly string[]): Promise<boolean> {
  if (topics.length === 0) return true;
  const offered = await listPublicTopics(c.var.ctx.db);
  return offered.some(({ publicId, slug }) => topics.includes(slug) || topics.includes(publicId));
}
