/** The inputs of the question form, named as `POST /contact` takes them. */
export const CONTACT_FIELDS = ['name', 'email', 'outlet', 'deadline', 'message'] as const;
export type ContactField = (typeof CONTACT_FIELDS)[number];
type ContactProblem = 'required' | 'invalid' | 'too_long';

export type ContactFormView = {
  values: Partial<Record<ContactField | 'to' | 'topic', string>>;
  errors: Partial<Record<ContactField, ContactProblem>>;
  /** What speaks for a robot: the form was back too soon, or the check was not passed. */
  check?: 'too_fast' | 'check';
  /** When the form was first drawn, signed. */
  started?: string;
  /** Set where Cloudflare Turnstile asks for a person. */
  siteKey?: string | null;
};
