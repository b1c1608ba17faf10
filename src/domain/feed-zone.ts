/** The IANA zone a person names ("Asia/Shanghai", "UTC"), as the platform spells it; null for one that does not exist. */
export function namedZone(written: string): string | null {
  const name = written.trim();
  // Offsets such as "+08:00" are taken by the platform too, but they have no summer time: not what a feed means.
  if (!/^[A-Za-z][\w+-]*(?:\/[\w+-]+)*$/.test(name)) return null;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    // RangeError: no such zone.
    return null;
  }
}
