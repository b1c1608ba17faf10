import { spanText } from '../../../domain/date-text.ts';
import { webUrl } from '../../../domain/web-url.ts';
import { hrefFor, pathIn } from '../links.ts';
import { newsroomStringsFor } from '../strings.ts';
import type { EventCardView, EventView, PageShell } from '../view.ts';
import { articleHref, languageOf } from './byline.tsx';

/** When an event is, from its start to its end. */
function Moments({ shell, event }: { shell: PageShell; event: EventView }) {
  const text = spanText(event, shell.locale, shell.timeZone);
  return text === null ? null : <time datetime={event.startsAt}>{text}</time>;
}

/** Time, place, registration and a file for calendars, on the event's own page. */
export function EventFacts({ shell, slug, event }: { shell: PageShell; slug: string; event: EventView }) {
  const strings = newsroomStringsFor(shell.locale);
  const register = webUrl(event.url);
  return (
    <section class="facts" aria-label={strings.event}>
      <dl>
        <dt>{strings.when}</dt>
        <dd>
          <Moments shell={shell} event={event} />
        </dd>
        {event.place && <dt>{strings.where}</dt>}
        {event.place && <dd>{event.place}</dd>}
      </dl>
      <p class="actions">
        {register && (
          <a class="button" href={register}>
            {strings.register}
          </a>
        )}
        <a class="button quiet" href={pathIn(shell.brand, `/articles/${encodeURIComponent(slug)}/event.ics`)}>
          {strings.addToCalendar}
        </a>
      </p>
    </section>
  );
}

/** The next events, in front of the news. */
export function UpcomingBand({ shell, events }: { shell: PageShell; events: EventCardView[] }) {
  const strings = newsroomStringsFor(shell.locale);
  if (events.length === 0) return null;
  return (
    <section class="upcoming" aria-labelledby="upcoming">
      <h2 id="upcoming">
        <a href={hrefFor(shell, '/upcoming')}>{strings.upcoming}</a>
      </h2>
      <EventList shell={shell} events={events} />
    </section>
  );
}

/** Events in the order of their start. */
export function EventList({ shell, events }: { shell: PageShell; events: EventCardView[] }) {
  return (
    <ul class="events">
      {events.map(({ event, language, slug, title }) => (
        <li key={slug}>
          <a class="tap" href={articleHref(shell, slug)} lang={languageOf(shell, language)}>
            {title}
          </a>
          <p class="byline">
            <span>
              <Moments shell={shell} event={event} />
            </span>
            {event.place && <span>{event.place}</span>}
          </p>
        </li>
      ))}
    </ul>
  );
}
