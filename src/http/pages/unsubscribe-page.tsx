import { hrefFor } from './links.ts';
import { Choice } from './parts/choice.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { PostButton } from './parts/post-button.tsx';
import { readerStringsFor } from './strings/readers.ts';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

export type UnsubscribeView = {
  shell: PageShell;
  token: string;
  /** Already masked ("m…@example.com"): mails are forwarded, and the link with them. */
  maskedEmail: string;
  /** What the reader gets, to leave some of; with fewer than two there is nothing to choose. */
  topics?: readonly { publicId: string; name: string }[];
};

/** Where the unsubscribe link leads. Only the buttons' `POST /unsubscribe` with the hidden field `t` acts. */
export function UnsubscribePage({ shell, token, maskedEmail, topics = [] }: UnsubscribeView) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.unsubscribeTitle} lede={strings.unsubscribeText(shell.brand.siteName)}>
      <p>
        <span class="mask">{maskedEmail}</span>
      </p>
      <PostButton shell={shell} path="/unsubscribe" fields={{ t: token }} label={strings.unsubscribeButton} />
      <p class="muted">{strings.unsubscribeNot}</p>
      {topics.length > 1 && <SomeTopics shell={shell} token={token} topics={topics} />}
    </PlainPage>
  );
}

function SomeTopics({ shell, token, topics = [] }: Omit<UnsubscribeView, 'maskedEmail'>) {
  const strings = readerStringsFor(shell.locale);
  return (
    <section class="part">
      <h2 id="some-topics">{strings.someTopicsTitle}</h2>
      <p>{strings.someTopicsText}</p>
      <form class="choices" method="post" action={hrefFor(shell, '/unsubscribe')}>
        <input type="hidden" name="t" value={token} />
        <input type="hidden" name="act" value="topics" />
        <fieldset class="rowset short" aria-labelledby="some-topics">
          {topics.map(({ name, publicId }) => (
            <Choice key={publicId} type="checkbox" name="topics" value={publicId}>
              {name}
            </Choice>
          ))}
        </fieldset>
        <button class="button quiet" type="submit">
          {strings.someTopicsButton}
        </button>
      </form>
    </section>
  );
}
