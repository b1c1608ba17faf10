import { dayText } from '../../domain/date-text.ts';
import type { Locale } from '../../domain/locale.ts';
import { hrefFor, pathIn } from './links.ts';
import { PlainPage } from './parts/plain-page.tsx';
import { newsroomStringsFor, stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** A mailing that was sent. `subject` is in the language `locale`. */
export type ArchivedView = { publicId: string; subject: string; locale: Locale; sentAt: string };

/** `nextPath` is where the older part begins, null where there is none. */
export type ArchivePageView = { shell: PageShell; mailings: ArchivedView[]; nextPath: string | null };

/** The newsletters that were sent. */
export function ArchivePage({ shell, mailings, nextPath }: ArchivePageView) {
  const strings = newsroomStringsFor(shell.locale);
  return (
    <PlainPage
      shell={shell}
      title={strings.archive}
      lede={strings.archiveText(shell.brand.siteName)}
      isPersonal={false}
    >
      {mailings.length === 0 && <p class="muted">{strings.archiveEmpty}</p>}
      <ul class="events">
        {mailings.map(({ locale, publicId, sentAt, subject }) => (
          <li key={publicId}>
            <a class="tap" href={hrefFor(shell, `/archive/${publicId}`)} lang={locale}>
              {subject}
            </a>
            <p class="byline">
              <time datetime={sentAt}>{dayText(sentAt, shell.locale, shell.timeZone)}</time>
            </p>
          </li>
        ))}
      </ul>
      {nextPath && (
        <p class="actions">
          <a class="button quiet" rel="next" href={hrefFor(shell, nextPath)}>
            {stringsFor(shell.locale).olderNews}
          </a>
        </p>
      )}
    </PlainPage>
  );
}

export type ArchivedPageView = {
  shell: PageShell;
  mailing: ArchivedView;
  isCorrection: boolean;
  /** Corrections that went out since, oldest first: when, what was wrong and what is right. */
  corrections: { publicId: string; startedAt: string | null; wrong: string | null; right: string | null }[];
};

/** One newsletter as it was sent, in a frame of its own in which nothing runs. */
export function ArchivedPage({ shell, mailing, isCorrection, corrections }: ArchivedPageView) {
  const strings = newsroomStringsFor(shell.locale);
  const address = pathIn(shell.brand, `/archive/${mailing.publicId}/mail`, mailing.locale);
  const sent = dayText(mailing.sentAt, shell.locale, shell.timeZone) ?? '';
  return (
    <PlainPage shell={shell} title={mailing.subject} lede={strings.sentOn(sent)} isPersonal={false}>
      {isCorrection && <p class="done">{strings.correctsText}</p>}
      {corrections.map(({ publicId, right, startedAt, wrong }) => (
        <div class="done" key={publicId} role="note">
          <p>{strings.corrected(dayText(startedAt, shell.locale, shell.timeZone) ?? '')}</p>
          {wrong && <p>{strings.wasWrong(wrong)}</p>}
          {right && <p>{strings.isRight(right)}</p>}
        </div>
      ))}
      <iframe
        class="mail"
        src={address}
        title={strings.archiveFrame}
        loading="lazy"
        sandbox="allow-popups allow-popups-to-escape-sandbox"
      />
      <p class="actions">
        <a class="tap" href={address}>
          {strings.openAlone}
        </a>
        <a class="tap" href={hrefFor(shell, '/archive')}>
          {strings.archive}
        </a>
      </p>
    </PlainPage>
  );
}
