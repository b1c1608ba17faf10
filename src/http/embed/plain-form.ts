import { escapeHtml } from '../../domain/plain-text.ts';
import { absoluteUrl } from '../pages/links.ts';
import { SIGN_UP_INPUTS, type TextField } from '../pages/sign-up-inputs.ts';
import { stringsFor } from '../pages/strings.ts';
import type { PageShell } from '../pages/view.ts';
import { privacyAddress } from './privacy-address.ts';

/** The form as HTML to paste: no script, no style, one label for each field. `idPrefix` keeps its ids apart from a page's own. */
export function plainForm(shell: PageShell, idPrefix = 'newsdesk'): string {
  const strings = stringsFor(shell.locale);
  const { needsTick, text, version } = shell.terms;
  const fields = Object.entries(SIGN_UP_INPUTS).map(([name, { autocomplete, isRequired, maxLength, type }]) => {
    const id = `${idPrefix}-${name}`;
    const label = strings[name as TextField] + (isRequired ? ' *' : '');
    return (
      `  <p><label for="${id}">${escapeHtml(label)}</label><br>\n` +
      `  <input id="${id}" name="${name}" type="${type}" autocomplete="${autocomplete}" maxlength="${maxLength}"${isRequired ? ' required' : ''}></p>`
    );
  });
  const terms = `${escapeHtml(text)} <a href="${escapeHtml(privacyAddress(shell))}">${escapeHtml(strings.howWeUse)}</a>`;
  return [
    `<form method="post" action="${escapeHtml(absoluteUrl(shell.brand, '/subscribe'))}" lang="${shell.locale}">`,
    `  <input type="hidden" name="locale" value="${shell.locale}">`,
    `  <input type="hidden" name="terms" value="${version}">`,
    '  <input type="hidden" name="source" value="website">',
    ...fields,
    `  <p hidden><label for="${idPrefix}-website">${escapeHtml(strings.trap)}</label>`,
    `  <input id="${idPrefix}-website" name="website" tabindex="-1" autocomplete="off"></p>`,
    needsTick
      ? `  <p><label><input type="checkbox" name="consent" value="yes" required> ${terms}</label></p>`
      : `  <p>${terms}</p>`,
    `  <button type="submit">${escapeHtml(strings.submit)}</button>`,
    '</form>',
  ].join('\n');
}
