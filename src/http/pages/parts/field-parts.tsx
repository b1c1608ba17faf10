import { stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';

/** What is wrong with the input `name`, beside it; the input names it by `aria-describedby`. Nothing where `text` is null. */
export function Problem({ name, text }: { name: string; text: string | null }) {
  if (!text) return null;
  return (
    <p class="problem" id={`${name}-problem`}>
      {text}
    </p>
  );
}

/** A field that only a machine fills in: out of sight, out of the tab order and out of the accessibility tree. */
export function Trap({ shell }: { shell: PageShell }) {
  return (
    <div class="trap" aria-hidden="true" inert>
      <label for="website">{stringsFor(shell.locale).trap}</label>
      <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
    </div>
  );
}
