/** The one place where markup that we did not write reaches a page: `html` must come from the feed sanitiser. */
export function SanitisedHtml({ html, lang }: { html: string; lang: string | undefined }) {
  // biome-ignore lint/security/noDangerouslySetInnerHtml: an article's full text is HTML, cleaned when it was ingested
  return <div class="prose" lang={lang} dangerouslySetInnerHTML={{ __html: html }} />;
}
