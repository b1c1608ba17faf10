import type { Locale } from '../../../domain/locale.ts';
import { TURNSTILE_ACTION } from '../../../services/readers/signup-challenge.ts';
import { readerStringsFor } from '../strings/readers.ts';
import type { PageShell } from '../view.ts';
import { Problem } from './field-parts.tsx';

/** By the names the widget knows (https://developers.cloudflare.com/turnstile/reference/supported-languages/). */
const LANGUAGES: Record<Locale, string> = { en: 'en', 'zh-Hans': 'zh-cn' };

/** Cloudflare's widget, where it is set up, and what is wrong with the form as a whole. */
export function PersonCheck(props: { shell: PageShell; siteKey: string | null | undefined; problem: string | null }) {
  const { problem, shell, siteKey } = props;
  if (!siteKey && !problem) return null;
  return (
    <div class="full" id="check">
      {siteKey && (
        <>
          <div
            class="cf-turnstile"
            data-sitekey={siteKey}
            data-action={TURNSTILE_ACTION}
            data-language={LANGUAGES[shell.locale]}
          />
          <script src="https://challenges.cloudflare.com/turnstile/v0/api.js" async defer />
          <noscript>{readerStringsFor(shell.locale).problems.check}</noscript>
        </>
      )}
      <Problem name="check" text={problem} />
    </div>
  );
}
