import { stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';
import { SignUpForm } from './sign-up-form.tsx';

/** The sign-up form at the foot of the newsroom and of each article. */
export function SignUpBand({ shell }: { shell: PageShell }) {
  const strings = stringsFor(shell.locale);
  return (
    <section class="band" aria-labelledby="sign-up">
      <div class="wrap">
        <div class="intro">
          <h2 id="sign-up">{strings.signUpTitle}</h2>
          <p>{strings.signUpText(shell.brand.siteName)}</p>
        </div>
        <SignUpForm shell={shell} />
      </div>
    </section>
  );
}
