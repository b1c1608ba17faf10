import { absoluteUrl, pathIn } from '../links.ts';
import { newsroomStringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';

/** Ways to pass an article on. Nothing of another company is loaded; LinkedIn is only a link. */
export function ShareLinks({ shell, slug, title }: { shell: PageShell; slug: string; title: string }) {
  const strings = newsroomStringsFor(shell.locale);
  const path = `/articles/${encodeURIComponent(slug)}`;
  const address = absoluteUrl(shell.brand, path);
  const linkedIn = `https://www.linkedin.com/sharing/share-offsite/?url=${encodeURIComponent(address)}`;
  const mail = `mailto:?subject=${encodeURIComponent(title)}&body=${encodeURIComponent(address)}`;
  return (
    <div class="share">
      <h2>{strings.share}</h2>
      <p>
        <button class="link tap" type="button" data-copy={address} data-copied={strings.copied} hidden>
          {strings.copyLink}
        </button>
        <a class="tap" href={linkedIn}>
          {strings.shareLinkedIn}
        </a>
        <a class="tap" href={mail}>
          {strings.shareMail}
        </a>
      </p>
      <details>
        <summary class="tap">{strings.qr}</summary>
        <img
          src={pathIn(shell.brand, `${path}/qr.svg`)}
          alt={strings.qrAlt}
          width={176}
          height={176}
          loading="lazy"
          decoding="async"
        />
      </details>
    </div>
  );
}
