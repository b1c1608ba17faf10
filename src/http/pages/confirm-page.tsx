import { PlainPage } from './parts/plain-page.tsx';
import { PostButton } from './parts/post-button.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** Where the link of a confirmation mail leads. `token` goes back in the hidden field `t` of `POST /confirm`. */
export function ConfirmPage({ shell, token }: { shell: PageShell; token: string }) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.confirmTitle} lede={strings.confirmText(shell.brand.siteName)}>
      <PostButton shell={shell} path="/confirm" fields={{ t: token }} label={strings.confirmButton} />
      <p class="muted">{strings.confirmNot}</p>
    </PlainPage>
  );
}
