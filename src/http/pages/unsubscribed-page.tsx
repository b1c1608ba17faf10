import { PlainPage } from './parts/plain-page.tsx';
import { PostButton } from './parts/post-button.tsx';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** The answer to an unsubscription. `undoToken` goes back in the hidden field `undo` of `POST /unsubscribe`; null offers none. */
export function UnsubscribedPage({ shell, undoToken }: { shell: PageShell; undoToken: string | null }) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.unsubscribedTitle} lede={strings.unsubscribedText} switchPath="/">
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
    </PlainPage>
  );
}
