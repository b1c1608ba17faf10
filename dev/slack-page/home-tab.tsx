import type { View } from '../slack/view.ts';
import { Blocks } from './blocks.tsx';
import type { Names } from './names.ts';

/** The app's Home tab as one person sees it. */
export function HomeTab({ view, names }: { view: View | null; names: Names }) {
  return (
    <>
      <header class="channel-head">
        <h1>Newsdesk</h1>
        <p>Home</p>
      </header>
      <section class="home" id="home" aria-label="Newsdesk Home">
        <HomeBlocks view={view} names={names} />
      </section>
    </>
  );
}

/** What stands in the tab; by itself, for refreshing it. */
export function HomeBlocks({ view, names }: { view: View | null; names: Names }) {
  if (!view) return <p class="empty">The newsroom has put nothing here yet.</p>;
  return (
    <div class="view" data-view-id={view.id} data-hash={view.hash}>
      <Blocks blocks={view.blocks} names={names} />
    </div>
  );
}
