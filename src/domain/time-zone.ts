/** Whether this is a zone of the IANA database that the platform knows, such as "Asia/Shanghai". */
export function isTimeZone(value: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: value }));
  } catch {
    // RangeError is how the platform says no.
    return false;
  }
}
