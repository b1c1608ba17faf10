/** The one place where markup that we did not write reaches a page: `html` must come from the feed sanitiser. */
export function SanitisedHtml({ html }: { html: string }) {
  return <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />;
}
