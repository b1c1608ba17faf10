import { PlainPage } from './parts/plain-page.tsx';
import { SignUpForm } from './parts/sign-up-form.tsx';
import { fieldLabel } from './sign-up-problem.ts';
import { stringsFor } from './strings.ts';
import { EMPTY_SIGN_UP, type PageShell, SIGN_UP_FIELDS, type SignUpView } from './view.ts';

/** The sign-up form on its own page; with `form.errors` it is the answer to a form that needs correcting (status 422). */
export function SubscribePage({ shell, form = EMPTY_SIGN_UP }: { shell: PageShell; form?: SignUpView }) {
  const strings = stringsFor(shell.locale);
  const hasErrors = Object.keys(form.errors).length > 0;
  return (
    <PlainPage
      shell={shell}
      title={strings.signUpTitle}
      lede={strings.signUpText(shell.brand.siteName)}
      tabPrefix={hasErrors ? strings.errorPrefix : ''}
      isPersonal={hasErrors}
    >
      {hasErrors && <Problems shell={shell} form={form} />}
      <SignUpForm shell={shell} form={form} />
    </PlainPage>
  );
}

/** Says at the top that something is wrong, with a way to each field: the fields themselves may be far below. */
function Problems({ shell, form }: { shell: PageShell; form: SignUpView }) {
  const strings = stringsFor(shell.locale);
  return (
    <div class="alert" role="alert">
      <h2>{strings.formProblem}</h2>
      <p>{strings.formProblemText}</p>
      <ul class="nav">
        {SIGN_UP_FIELDS.filter((name) => form.errors[name]).map((name) => (
          <li key={name}>
            <a class="tap" href={`#${name}`}>
              {fieldLabel(shell.locale, name)}
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
