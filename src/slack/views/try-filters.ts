import * as z from 'zod';
import { kindOf } from '../../domain/kind.ts';
import { passesFilters } from '../../domain/route.ts';
import type { Context } from '../../services/context.ts';
import { readFeed } from '../../services/feeds/add-feed.ts';
import { paragraph } from '../blocks/block.ts';
import { buttonRow } from '../blocks/buttons.ts';
import { plain } from '../mrkdwn.ts';
import { filtersOf } from './filter-inputs.ts';
import { textOf } from './form-values.ts';
import { failureView, type InView, messageView, readNote, type ViewPress } from './modal.ts';
import type { ModalView } from './screen.ts';

export const TRY_FILTERS_ACTION = 'feed.try_filters';
const TITLE = 'Try these filters';
const LOOKED_AT = 20;
const MOST_NAMED = 10;
const Note = z.object({ url: z.string() });

/** The button that shows what the filters of a form would have let through. */
export function tryFiltersRow() {
  return buttonRow([{ actionId: TRY_FILTERS_ACTION, label: TITLE, value: 'try' }]);
}

/** Says above the form how many of the feed's last articles its filters would have let through, and which. */
export const tryFilters: ViewPress = {
  act: 'edit',
  async run(ctx, input) {
    const { screen, triggerId } = input;
    // The trigger holds for three seconds, which a feed may take.
    const loading = messageView(TITLE, [paragraph(':hourglass_flowing_sand: Reading the feed…')], 'Back');
    const open = await screen.push(triggerId, loading);
    await screen.update(open, await triedView(ctx, input).catch((error: unknown) => failureView(ctx, TITLE, error)));
  },
};

async function triedView(ctx: Context, { note, values }: Pick<InView, 'note' | 'values'>): Promise<ModalView> {
  const filters = filtersOf(values);
  const { document } = (await readFeed(ctx, readNote(Note, note).url)).answer;
  const kind = textOf(values, 'kind') || 'coverage';
  const last = document.items.slice(0, LOOKED_AT);
  const matched = last.filter((item) =>
    passesFilters(filters, { ...item, extract: item.summary, kind: kindOf(item.categories, kind) }),
  );
  const named = matched.slice(0, MOST_NAMED).map(({ title }) => `• ${plain(title, 150)}`);
  const text = `These filters would have matched *${matched.length} of the last ${last.length}* articles.`;
  return messageView(TITLE, [paragraph([text, ...named].join('\n'))], 'Back');
}
