/** Times on the local pages are shown in this machine's own zone, which is the reader's. */
const locale = 'en-US';

/** Fills the tokens of Slack's date format: https://api.slack.com/reference/surfaces/formatting#date-formatting */
export function formatSlackDate(unix: number, format: string): string {
  const date = new Date(unix * 1000);
  const now = new Date();
  return format.replace(/\{(\w+)\}/g, (token, name: string) => dateToken(name, date, now) ?? token);
}

/** A clock time such as "3:42 PM". */
export function clockTime(date: Date): string {
  return date.toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' });
}

/** The divider's words for a day: "Today", "Yesterday", or "Monday, October 11th". */
export function dayName(date: Date): string {
  const now = new Date();
  return relativeDay(date, now) ?? `${inParts(date, { weekday: 'long' })}, ${longDate(date, now)}`;
}

function dateToken(name: string, date: Date, now: Date): string | null {
  const pretty = name.endsWith('_pretty') ? relativeDay(date, now)?.toLowerCase() : undefined;
  if (pretty) return pretty;
  switch (name.replace('_pretty', '')) {
    case 'date':
      return longDate(date, now);
    case 'date_long':
      return `${inParts(date, { weekday: 'long' })}, ${longDate(date, now)}`;
    case 'date_short':
      return inParts(date, { month: 'short', day: 'numeric', year: 'numeric' });
    case 'date_num':
      return date.toISOString().slice(0, 10);
    case 'time':
      return clockTime(date);
    case 'time_secs':
      return date.toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit', second: '2-digit' });
    default:
      return null;
  }
}

function relativeDay(date: Date, now: Date): string | null {
  const midnight = (day: Date) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return 'Today';
  if (days === 1) return 'Yesterday';
  return days === -1 ? 'Tomorrow' : null;
}

function longDate(date: Date, now: Date): string {
  const year = date.getFullYear() === now.getFullYear() ? '' : `, ${date.getFullYear()}`;
  return `${inParts(date, { month: 'long' })} ${ordinal(date.getDate())}${year}`;
}

function ordinal(day: number): string {
  const endings: Record<string, string> = { one: 'st', two: 'nd', few: 'rd', other: 'th' };
  return `${day}${endings[new Intl.PluralRules(locale, { type: 'ordinal' }).select(day)] ?? 'th'}`;
}

function inParts(date: Date, parts: Intl.DateTimeFormatOptions): string {
  return date.toLocaleDateString(locale, parts);
}
