import type { Article } from '../db/articles/articles.ts';
import type { Brand } from '../domain/brand.ts';
import { plainLine } from '../domain/plain-text.ts';
import { addSeconds } from '../domain/time.ts';
import { webUrl } from '../domain/web-url.ts';
import type { EventView } from './pages/view.ts';

type CalendarInput = { article: Article; event: EventView; link: string; brand: Brand };

/** One event as iCalendar (RFC 5545). The UID stays whatever is edited, so that a later download replaces the entry. */
export function calendarFile({ article, event, link, brand }: CalendarInput): string {
  const ends = event.endsAt ?? addSeconds(event.startsAt, 3600);
  const register = webUrl(event.url);
  const description = [article.textRight === 'link' ? '' : article.extract, register ?? '', link];
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Newsdesk//Newsroom//EN',
    'METHOD:PUBLISH',
    'BEGIN:VEVENT',
    `UID:${article.publicId}@${new URL(brand.baseUrl).hostname}`,
    `DTSTAMP:${stamp(article.updatedAt)}`,
    `SEQUENCE:${article.revision - 1}`,
    `DTSTART:${stamp(event.startsAt)}`,
    `DTEND:${stamp(ends)}`,
    `SUMMARY:${text(article.title)}`,
    `DESCRIPTION:${description.filter(Boolean).map(text).join('\\n')}`,
    ...(event.place ? [`LOCATION:${text(event.place)}`] : []),
    `URL:${link}`,
    'END:VEVENT',
    'END:VCALENDAR',
  ];
  return `${lines.map(folded).join('\r\n')}\r\n`;
}

/** UTC form of a time (RFC 5545 §3.3.5). */
function stamp(iso: string): string {
  return `${new Date(iso).toISOString().replace(/[-:]|\.\d+/g, '')}`;
}

/** A value of type TEXT (RFC 5545 §3.3.11). */
function text(value: string): string {
  return plainLine(value).replace(/[\\;,]/g, (found) => `\\${found}`);
}

/** Lines of more than 75 octets go on after a line break and a space (RFC 5545 §3.1). */
function folded(line: string): string {
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const character of line) {
    const octets = new TextEncoder().encode(character).length;
    if (size + octets > 74) {
      parts.push(part);
      part = '';
      size = 0;
    }
    part += character;
    size += octets;
  }
  return [...parts, part].join('\r\n ');
}
