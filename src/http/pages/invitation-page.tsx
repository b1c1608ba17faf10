import { PlainPage } from './parts/plain-page.tsx';
import { PostButton } from './parts/post-button.tsx';
import { ToNews } from './parts/to-news.tsx';
import { readerStringsFor } from './strings/readers.ts';
import type { PageShell } from './view.ts';

type InvitationView = {
  shell: PageShell;
  token: string | null;
  topics: readonly { publicId: string; name: string }[];
};

/** Where the link of an invitation leads; `token` goes back by `POST /confirm`, null once the reader has the topics. */
export function InvitationPage({ shell, token, topics }: InvitationView) {
  const { invitation } = readerStringsFor(shell.locale);
  return (
    <PlainPage
      shell={shell}
      title={token ? invitation.title : invitation.doneTitle}
      lede={token ? invitation.text(shell.brand.siteName) : invitation.doneText}
      {...(token ? {} : { switchPath: '/' })}
    >
      <ul>
        {topics.map(({ name, publicId }) => (
          <li key={publicId}>{name}</li>
        ))}
      </ul>
      {token ? (
        <>
          <PostButton shell={shell} path="/confirm" fields={{ t: token }} label={invitation.button} />
          <p class="muted">{invitation.not}</p>
        </>
      ) : (
        <ToNews shell={shell} />
      )}
    </PlainPage>
  );
}
