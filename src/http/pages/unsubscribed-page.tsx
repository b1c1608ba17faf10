import { LEAVE_REASONS } from '../../db/readers/consents.ts';
import { hrefFor } from './links.ts';
import { Choice } from './parts/choice.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { PostButton } from './parts/post-button.tsx';
import { readerStringsFor } from './strings/readers.ts';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

export type UnsubscribedView = {
  shell: PageShell;
  /** Goes back in the hidden field `undo` of `POST /unsubscribe`; null offers none. */
  undoToken: string | null;
  /** Set where the reader may say why: goes back in `t` with `act=reason`. */
  reasonToken?: string | null;
  hasSaidWhy?: boolean;
};

/** The answer to an unsubscription. */
export function UnsubscribedPage({ shell, undoToken, reasonToken = null, hasSaidWhy = false }: UnsubscribedView) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.unsubscribedTitle} lede={strings.unsubscribedText} switchPath="/">
      {hasSaidWhy && (
        <p class="done" role="status">
          {readerStringsFor(shell.locale).reasonThanks}
        </p>
      )}
      {undoToken && (
        <>
          <p>{strings.undoText}</p>
          <PostButton
            shell={shell}
            path="/unsubscribe"
            fields={{ undo: undoToken }}
            label={strings.undoButton}
            isQuiet
          />
        </>
      )}
      {reasonToken && !hasSaidWhy && <Reason shell={shell} token={reasonToken} />}
    </PlainPage>
  );
}

function Reason({ shell, token }: { shell: PageShell; token: string }) {
  const strings = readerStringsFor(shell.locale);
  return (
    <section class="part">
      <h2 id="why">{strings.reasonTitle}</h2>
      <p>{strings.reasonText}</p>
      <form class="choices" method="post" action={hrefFor(shell, '/unsubscribe')}>
        <input type="hidden" name="t" value={token} />
        <input type="hidden" name="act" value="reason" />
        <fieldset class="rowset" aria-labelledby="why">
          {LEAVE_REASONS.map((reason) => (
            <Choice key={reason} type="radio" name="reason" value={reason} isRequired>
              {strings.reasons[reason]}
            </Choice>
          ))}
        </fieldset>
        <button class="button quiet" type="submit">
          {strings.reasonButton}
        </button>
      </form>
    </section>
  );
}
