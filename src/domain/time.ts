/** An ISO 8601 UTC time with milliseconds, the one form in which times are stored and compared as text. */
export type IsoTime = string;

/** `iso` moved by `seconds` (negative: back). */
export function addSeconds(iso: IsoTime, seconds: number): IsoTime {
  return new Date(Date.parse(iso) + seconds * 1000).toISOString();
}

/** Whole and part seconds from `from` to `to`; negative when `to` is earlier. */
export function secondsBetween(from: IsoTime, to: IsoTime): number {
  return (Date.parse(to) - Date.parse(from)) / 1000;
}
