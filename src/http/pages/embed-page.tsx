import { raw } from 'hono/html';
import { PlainPage } from './parts/plain-page.tsx';
import { readerStringsFor } from './strings/readers.ts';
import type { PageShell } from './view.ts';

export type EmbedView = {
  shell: PageShell;
  scriptUrl: string;
  /** Sources another site's policy has to allow. */
  policy: string;
  /** Our own HTML, escaped where it was made; it is shown as code and drawn as it stands. */
  plainForm: string;
  /** Origins whose scripts may send the form. */
  origins: readonly string[];
};

/** How the form gets onto another site: what to paste, and what it looks like there. */
export function EmbedPage({ origins, plainForm, policy, scriptUrl, shell }: EmbedView) {
  const strings = readerStringsFor(shell.locale);
  const tag = `<script src="${scriptUrl}" data-locale="${shell.locale}" data-source="website" async></script>`;
  return (
    <PlainPage shell={shell} title={strings.embedTitle} lede={strings.embedLede} switchPath="/subscribe?embed=1">
      <h2>{strings.embedScriptTitle}</h2>
      <p>{strings.embedScriptText}</p>
      <Code text={tag} label={strings.embedScriptTitle} />
      <p>{strings.embedEventsText}</p>
      <p>{strings.embedOriginText(origins.length > 0 ? origins.join(', ') : strings.embedNoOrigin)}</p>
      <section class="part" aria-label={strings.embedPreview}>
        <div id="embed-preview" />
        <script src={scriptUrl} data-locale={shell.locale} data-source="preview" data-target="#embed-preview" defer />
      </section>
      <h2>{strings.embedPolicyTitle}</h2>
      <p>{strings.embedPolicyText}</p>
      <Code text={policy} label={strings.embedPolicyTitle} />
      <h2>{strings.embedHtmlTitle}</h2>
      <p>{strings.embedHtmlText}</p>
      <Code text={plainForm} label={strings.embedHtmlTitle} />
      <section class="part pasted" aria-label={`${strings.embedPreview}: ${strings.embedHtmlTitle}`}>
        {raw(plainForm)}
      </section>
      <h2>{strings.embedNewsTitle}</h2>
      <p>{strings.embedNewsText}</p>
      <Code
        text={`<script src="${scriptUrl}" data-view="news" data-count="5" data-locale="${shell.locale}" async></script>`}
        label={strings.embedNewsTitle}
      />
      <section class="part" aria-label={`${strings.embedPreview}: ${strings.embedNewsTitle}`}>
        <div id="news-preview" />
        <script
          src={scriptUrl}
          data-view="news"
          data-count="3"
          data-locale={shell.locale}
          data-target="#news-preview"
          defer
        />
      </section>
    </PlainPage>
  );
}

/** A click into it selects all of it. */
function Code({ label, text }: { label: string; text: string }) {
  return (
    <section class="code" aria-label={label}>
      <pre>
        <code>{text}</code>
      </pre>
    </section>
  );
}
