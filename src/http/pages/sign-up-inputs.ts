export type TextField = 'name' | 'email' | 'company' | 'occupation';
type FieldKind = { type: 'text' | 'email'; autocomplete: string; isRequired: boolean; maxLength: number };

/** What a reader types to sign up, the same on our pages, in pasted HTML and in the embedded form. */
export const SIGN_UP_INPUTS: Record<TextField, FieldKind> = {
  name: { type: 'text', autocomplete: 'name', isRequired: true, maxLength: 100 },
  // RFC 5321 §4.5.3.1.3 allows a path of 256 octets, brackets included.
  email: { type: 'email', autocomplete: 'email', isRequired: true, maxLength: 254 },
  company: { type: 'text', autocomplete: 'organization', isRequired: false, maxLength: 200 },
  occupation: { type: 'text', autocomplete: 'organization-title', isRequired: false, maxLength: 200 },
};
