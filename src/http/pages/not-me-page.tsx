import { PlainPage } from './parts/plain-page.tsx';
import { PostButton } from './parts/post-button.tsx';
import { readerStringsFor } from './strings/readers.ts';
import type { PageShell } from './view.ts';

/** Where "I did not ask for this" of a confirmation leads. `token` goes back in the hidden field `t` of `POST /confirm/not-me`. */
export function NotMePage({ shell, token }: { shell: PageShell; token: string }) {
  const { notMe } = readerStringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={notMe.title} lede={notMe.text(shell.brand.siteName)}>
      <PostButton shell={shell} path="/confirm/not-me" fields={{ t: token }} label={notMe.button} />
      <p class="muted">{notMe.hint}</p>
    </PlainPage>
  );
}
