import { PlainPage } from './parts/plain-page.tsx';
import { PostButton } from './parts/post-button.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** `maskedEmail` is already masked ("m…@example.com"): mails are forwarded, and the link with them. */
export type UnsubscribeView = { shell: PageShell; token: string; maskedEmail: string };

/** Where the unsubscribe link leads. Only the button's `POST /unsubscribe` with the hidden field `t` acts. */
export function UnsubscribePage({ shell, token, maskedEmail }: UnsubscribeView) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.unsubscribeTitle} lede={strings.unsubscribeText(shell.brand.siteName)}>
      <p>
        <span class="mask">{maskedEmail}</span>
      </p>
      <PostButton shell={shell} path="/unsubscribe" fields={{ t: token }} label={strings.unsubscribeButton} />
      <p class="muted">{strings.unsubscribeNot}</p>
    </PlainPage>
  );
}
