import { hrefFor, mailtoHref } from '../links.ts';
import { stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';

/** Whom journalists write to, and the page on which they ask. */
export function MediaContact({ shell }: { shell: PageShell }) {
  const strings = stringsFor(shell.locale);
  const contact = shell.brand.mediaContact;
  return (
    <div class="contact">
      <h2>{strings.mediaContact}</h2>
      {contact && (
        <p>
          {contact.name}
          <br />
          <a class="tap" href={mailtoHref(contact.email)}>
            {contact.email}
          </a>
        </p>
      )}
      <a class="tap" href={hrefFor(shell, '/contact')}>
        {strings.contactUs}
      </a>
    </div>
  );
}
