import { EventList } from './parts/event-facts.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { newsroomStringsFor } from './strings.ts';
import type { EventCardView, PageShell } from './view.ts';

/** Every event that is not over. */
export function UpcomingPage({ shell, events }: { shell: PageShell; events: EventCardView[] }) {
  const strings = newsroomStringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.upcoming} lede={strings.upcomingText} isPersonal={false}>
      {events.length > 0 ? <EventList shell={shell} events={events} /> : <p class="muted">{strings.nothingUpcoming}</p>}
    </PlainPage>
  );
}
