import type { RawFeed } from '../raw-feed.ts';
import type { Fields } from './elements.ts';

const PERIOD_SECONDS = new Map([
  ['hourly', 3600],
  ['daily', 86_400],
  ['weekly', 604_800],
  ['monthly', 2_592_000],
  ['yearly', 31_536_000],
]);
const DAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/**
 * What the publisher says about polling. `ttl` counts minutes (RSS 2.0); the syndication module divides a period, by
 * default a day, by a frequency, by default 1 (RSS 1.0 modules: syndication); skipHours and skipDays are in GMT
 * (rssboard.org/skip-hours-days), where some write midnight as 24.
 */
export function readPollHints(fields: Fields): Pick<RawFeed, 'hintSeconds' | 'pollHints'> {
  const ttl = Number(fields.all('ttl')[0]?.text ?? Number.NaN);
  const hintSeconds = Number.isFinite(ttl) && ttl > 0 ? Math.round(ttl * 60) : null;
  const updateSeconds = readPeriod(fields);
  const skipHours = listed(fields, 'skiphours', /\d{1,2}/g).flatMap((text) =>
    Number(text) > 24 ? [] : Number(text) % 24,
  );
  const skipDays = listed(fields, 'skipdays', /[a-z]{6,9}/g).flatMap((text) =>
    DAYS.includes(text) ? DAYS.indexOf(text) : [],
  );
  const isSilent = updateSeconds === null && skipHours.length === 0 && skipDays.length === 0;
  return { hintSeconds, ...(isSilent ? {} : { pollHints: { updateSeconds, skipHours, skipDays } }) };
}

function readPeriod(fields: Fields): number | null {
  const period = fields.all('sy:updatePeriod')[0]?.text.trim().toLowerCase();
  if (period === undefined) return null;
  const frequency = Number(fields.all('sy:updateFrequency')[0]?.text ?? 1);
  const seconds = PERIOD_SECONDS.get(period) ?? 86_400;
  return Math.round(seconds / (Number.isFinite(frequency) && frequency > 0 ? frequency : 1));
}

/** What stands in the children of a list. It comes as markup: the tags are taken away, each entry counts once. */
function listed(fields: Fields, name: string, entry: RegExp): string[] {
  const text = (fields.all(name)[0]?.text ?? '').slice(0, 5_000).toLowerCase();
  return [...new Set(text.replace(/<[^<>]{0,100}>/g, ' ').match(entry) ?? [])];
}
