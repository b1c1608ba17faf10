import { hrefFor } from '../links.ts';
import { stringsFor } from '../strings.ts';
import { EMPTY_SIGN_UP, type PageShell, type SignUpField, type SignUpView } from '../view.ts';

type FieldKind = { type: 'text' | 'email'; autocomplete: string; isRequired: boolean; maxLength: number };

const FIELDS: Record<SignUpField, FieldKind> = {
  name: { type: 'text', autocomplete: 'name', isRequired: true, maxLength: 100 },
  // RFC 5321 §4.5.3.1.3 allows a path of 256 octets, brackets included
  email: { type: 'email', autocomplete: 'email', isRequired: true, maxLength: 254 },
  company: { type: 'text', autocomplete: 'organization', isRequired: false, maxLength: 200 },
  occupation: { type: 'text', autocomplete: 'organization-title', isRequired: false, maxLength: 200 },
};

/** The form that `POST /subscribe` takes: keeps what was typed and says beside each field what to correct. */
export function SignUpForm({ shell, form = EMPTY_SIGN_UP }: { shell: PageShell; form?: SignUpView }) {
  const strings = stringsFor(shell.locale);
  return (
    <form class="form" method="post" action={hrefFor(shell, '/subscribe')}>
      <input type="hidden" name="locale" value={shell.locale} />
      <p class="note full">{strings.requiredNote}</p>
      <Field shell={shell} form={form} name="name" />
      <Field shell={shell} form={form} name="email" />
      <Field shell={shell} form={form} name="company" />
      <Field shell={shell} form={form} name="occupation" />
      <Trap label={strings.trap} />
      <p class="note full">
        {strings.consent(shell.brand.siteName)} <a href={hrefFor(shell, '/privacy')}>{strings.howWeUse}</a>
      </p>
      <div class="full">
        <button class="button" type="submit">
          {strings.submit}
        </button>
      </div>
    </form>
  );
}

function Field({ shell, form, name }: { shell: PageShell; form: SignUpView; name: SignUpField }) {
  const strings = stringsFor(shell.locale);
  const { type, autocomplete, isRequired, maxLength } = FIELDS[name];
  const problem = form.errors[name];
  const problemId = `${name}-problem`;
  return (
    <div class="field">
      <label for={name}>
        {strings[name]}
        {isRequired && <span aria-hidden="true"> *</span>}
      </label>
      <input
        id={name}
        name={name}
        type={type}
        value={form.values[name]?.slice(0, 1000)}
        autocomplete={autocomplete}
        maxlength={maxLength}
        required={isRequired}
        aria-invalid={problem ? 'true' : undefined}
        aria-describedby={problem ? problemId : undefined}
      />
      {problem && (
        <p class="problem" id={problemId}>
          {strings.problems[name][problem] ?? strings.problems[name].invalid}
        </p>
      )}
    </div>
  );
}

/** A field that only a machine fills in: out of sight, out of the tab order and out of the accessibility tree. */
function Trap({ label }: { label: string }) {
  return (
    <div class="trap" aria-hidden="true" inert>
      <label for="website">{label}</label>
      <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
    </div>
  );
}
