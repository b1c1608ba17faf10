import { webUrl } from '../../../domain/web-url.ts';
import { hrefFor, pathIn } from '../links.ts';
import { newsroomStringsFor, stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';
import { MediaContact } from './media-contact.tsx';

/** Media contact, feeds, LinkedIn and the company's address. */
export function Footer({ shell }: { shell: PageShell }) {
  const strings = stringsFor(shell.locale);
  const { brand } = shell;
  const siteUrl = webUrl(brand.siteUrl);
  return (
    <footer class="foot">
      <div class="wrap">
        <MediaContact shell={shell} />
        <div class="follow">
          <h2>{strings.rssFeeds}</h2>
          <a class="tap" href={pathIn(brand, '/feed.xml')}>
            {strings.allNews}
          </a>
        </div>
        <FollowLink shell={shell} />
        <div>
          <h2>{brand.siteName}</h2>
          {brand.postalAddress && <address>{brand.postalAddress}</address>}
        </div>
        <div class="wide follow">
          <a class="tap" href={hrefFor(shell, '/privacy')}>
            {strings.privacy}
          </a>
          <a class="tap" href={hrefFor(shell, '/archive')}>
            {newsroomStringsFor(shell.locale).archive}
          </a>
          {shell.pressKitUrl && (
            <a class="tap" href={shell.pressKitUrl}>
              {newsroomStringsFor(shell.locale).pressKit}
            </a>
          )}
          {siteUrl && (
            <a class="tap" href={siteUrl}>
              {strings.companySite}
            </a>
          )}
        </div>
      </div>
    </footer>
  );
}

function FollowLink({ shell }: { shell: PageShell }) {
  const strings = stringsFor(shell.locale);
  const linkedIn = webUrl(shell.brand.linkedInUrl);
  if (!linkedIn) return null;
  return (
    <div class="follow">
      <h2>{strings.follow}</h2>
      <a class="tap" href={linkedIn}>
        {strings.followLinkedIn}
      </a>
    </div>
  );
}
