import { MediaContact } from './parts/media-contact.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { ToNews } from './parts/to-news.tsx';
import { type Strings, stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

export type MessageStatus = keyof Strings['messages'];

/** What happened and what to do next, for an answer with this status. */
export function MessagePage({ shell, status }: { shell: PageShell; status: MessageStatus }) {
  const strings = stringsFor(shell.locale);
  const message = strings.messages[status];
  return (
    <PlainPage shell={shell} title={message.title} lede={message.text} switchPath="/">
      <p>{message.next}</p>
      <ToNews shell={shell} />
      {status === 410 && <MediaContact shell={shell} />}
    </PlainPage>
  );
}
