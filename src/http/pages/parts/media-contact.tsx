import { webUrl } from '../../../domain/web-url.ts';
import { mailtoHref } from '../links.ts';
import { stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';

/** Whom journalists write to; without a contact in the settings, the company's own site. */
export function MediaContact({ shell }: { shell: PageShell }) {
  const strings = stringsFor(shell.locale);
  const contact = shell.brand.mediaContact;
  const href = contact ? mailtoHref(contact.email) : webUrl(shell.brand.siteUrl);
  return (
    <div>
      <h2>{strings.mediaContact}</h2>
      {contact && <p>{contact.name}</p>}
      {href && (
        <a class="tap" href={href}>
          {strings.contactUs}
        </a>
      )}
    </div>
  );
}
