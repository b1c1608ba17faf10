import { hrefFor } from '../links.ts';
import { SIGN_UP_INPUTS, type TextField } from '../sign-up-inputs.ts';
import { problemText } from '../sign-up-problem.ts';
import { stringsFor } from '../strings.ts';
import { EMPTY_SIGN_UP, type PageShell, type SignUpView } from '../view.ts';
import { Problem, Trap } from './field-parts.tsx';
import { PersonCheck } from './person-check.tsx';

type FormProps = { shell: PageShell; form?: SignUpView };

/** The form that `POST /subscribe` takes: keeps what was typed and says beside each field what to correct. */
export function SignUpForm({ shell, form = EMPTY_SIGN_UP }: FormProps) {
  const strings = stringsFor(shell.locale);
  const hidden = { ...form.hidden, locale: shell.locale, terms: shell.terms.version };
  return (
    <form class="form" method="post" action={hrefFor(shell, '/subscribe')}>
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <p class="note full">{strings.requiredNote}</p>
      <Field shell={shell} form={form} name="name" />
      <Field shell={shell} form={form} name="email" />
      <Field shell={shell} form={form} name="company" />
      <Field shell={shell} form={form} name="occupation" />
      <Trap shell={shell} />
      <Consent shell={shell} form={form} />
      <TopicsProblem shell={shell} form={form} />
      <PersonCheck shell={shell} siteKey={form.siteKey} problem={problemText(shell.locale, form, 'check')} />
      <div class="full">
        <button class="button" type="submit">
          {strings.submit}
        </button>
      </div>
    </form>
  );
}

/** What is wrong with the topics that the form of another site was for; they are no input that one sees. */
function TopicsProblem({ shell, form = EMPTY_SIGN_UP }: FormProps) {
  const text = problemText(shell.locale, form, 'topics');
  if (!text) return null;
  return (
    <div class="full" id="topics">
      <Problem name="topics" text={text} />
    </div>
  );
}

function Field({ shell, form = EMPTY_SIGN_UP, name }: FormProps & { name: TextField }) {
  const { type, autocomplete, isRequired, maxLength } = SIGN_UP_INPUTS[name];
  const problem = problemText(shell.locale, form, name);
  return (
    <div class="field">
      <label for={name}>
        {stringsFor(shell.locale)[name]}
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
        aria-describedby={problem ? `${name}-problem` : undefined}
      />
      <Problem name={name} text={problem} />
    </div>
  );
}

/** The sentence of consent: with a box to tick where staff want one, else said beside the button. */
function Consent({ shell, form = EMPTY_SIGN_UP }: FormProps) {
  const { needsTick, privacyUrl, text } = shell.terms;
  const privacy = <a href={privacyUrl}>{stringsFor(shell.locale).howWeUse}</a>;
  if (!needsTick) {
    return (
      <p class="note full">
        {text} {privacy}
      </p>
    );
  }
  const problem = problemText(shell.locale, form, 'consent');
  return (
    <div class="full">
      <label class="choice">
        <input
          type="checkbox"
          id="consent"
          name="consent"
          value="yes"
          required
          aria-invalid={problem ? 'true' : undefined}
          aria-describedby={problem ? 'consent-problem' : undefined}
        />
        <span>{text}</span>
      </label>
      <p class="note">{privacy}</p>
      <Problem name="consent" text={problem} />
    </div>
  );
}
