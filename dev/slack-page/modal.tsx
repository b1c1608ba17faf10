import type { View } from '../slack/view.ts';
import { Blocks } from './blocks.tsx';
import type { Names } from './names.ts';
import { plainLabel } from './text-object.tsx';

/** A modal's window: title, blocks, and its buttons. `depth` is how many views are stacked. */
export function Modal({ view, depth, names }: { view: View; depth: number; names: Names }) {
  const submit = plainLabel(view.submit);
  return (
    <form class="view" data-view-id={view.id} data-hash={view.hash} novalidate autocomplete="off">
      <header>
        {depth > 1 && (
          <button type="button" data-close="top" aria-label="Back">
            ‹
          </button>
        )}
        <h2 id="modal-title">{plainLabel(view.title)}</h2>
        <button type="button" data-close="all" aria-label="Close window">
          ×
        </button>
      </header>
      <div class="view-body">
        <Blocks blocks={view.blocks} names={names} />
        <p class="view-notice" role="alert" hidden />
      </div>
      <footer>
        <button type="button" class="e-button" data-close="top">
          {plainLabel(view.close) || (depth > 1 ? 'Back' : 'Cancel')}
        </button>
        {submit && (
          <button type="submit" class="e-button e-primary" disabled={view.submit_disabled === true}>
            {submit}
          </button>
        )}
      </footer>
    </form>
  );
}
