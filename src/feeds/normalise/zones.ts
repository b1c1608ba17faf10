/**
 * Minutes east of UTC for zone abbreviations. RFC 822 §5 fixes the North American ones; for the rest the reading most feeds
 * mean: IST is India, BST Britain. Letters of the military alphabet but Z are read as unknown (RFC 2822 §4.3).
 */
const ABBREVIATIONS: Readonly<Record<string, number>> = {
  ...{ UT: 0, UTC: 0, GMT: 0, Z: 0, WET: 0 },
  ...{ EST: -300, EDT: -240, CST: -360, CDT: -300, MST: -420, MDT: -360, PST: -480, PDT: -420, ET: -300, PT: -480 },
  ...{
    AKST: -540,
    AKDT: -480,
    HST: -600,
    NST: -210,
    NDT: -150,
    AST: -240,
    ADT: -180,
    BRT: -180,
    BRST: -120,
    ART: -180,
  },
  ...{ BST: 60, IST: 330, CET: 60, CEST: 120, MET: 60, MEST: 120, MEZ: 60, MESZ: 120, WEST: 60, EET: 120, EEST: 180 },
  ...{ MSK: 180, MSD: 240, SAST: 120, PKT: 300, WIB: 420, ICT: 420, HKT: 480, SGT: 480, PHT: 480, AWST: 480 },
  ...{ JST: 540, KST: 540, ACST: 570, ACDT: 630, AEST: 600, AEDT: 660, NZST: 720, NZDT: 780 },
};

const OFFSET = /^(?:GMT|UTC|UT)?\s?([+\-\u2212])(\d{1,2}):?(\d{2})?(?![\d:])/i;
/** The widest offsets in use are -12:00 and +14:00. */
const WIDEST = 14 * 60;

/**
 * Minutes east of UTC for what follows a time in a date ("+0800", "GMT+8", "CEST", "Z"), or null where it names no zone.
 * "-800" means eight hours, as feeds do that drop the leading zero.
 */
export function zoneOffset(text: string): number | null {
  const numeric = OFFSET.exec(text.replace(/([+\-\u2212])(\d)(\d{2})(?!\d)/, '$10$2$3'));
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0);
    if (minutes > WIDEST) return null;
    return numeric[1] === '+' ? minutes : -minutes;
  }
  const word = /^[A-Z]{1,5}\b/i.exec(text)?.[0].toUpperCase();
  return word === undefined ? null : (ABBREVIATIONS[word] ?? null);
}

const formats = new Map<string, Intl.DateTimeFormat | null>();

function formatOf(timeZone: string): Intl.DateTimeFormat | null {
  const known = formats.get(timeZone);
  if (known !== undefined) return known;
  let format: Intl.DateTimeFormat | null = null;
  try {
    format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      ...{ year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' },
    });
  } catch {
    // Not a zone this platform knows: the caller falls back to UTC.
    format = null;
  }
  if (formats.size < 100) formats.set(timeZone, format);
  return format;
}

function wallClock(format: Intl.DateTimeFormat, at: number): number {
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const [year, month, day] = [parts.get('year') ?? 0, parts.get('month') ?? 1, parts.get('day') ?? 1];
  return Date.UTC(year, month - 1, day, parts.get('hour') ?? 0, parts.get('minute') ?? 0, parts.get('second') ?? 0);
}

/** Milliseconds since 1970 at which clocks in an IANA zone show `wall` (itself milliseconds as if it were UTC). */
export function instantIn(timeZone: string, wall: number): number {
  if (timeZone === 'UTC') return wall;
  const format = formatOf(timeZone);
  if (!format) return wall;
  const shift = (at: number): number => wallClock(format, at) - Math.floor(at / 1000) * 1000;
  // The offset at the guess may differ from the offset at the answer around a change of clocks; one more step settles it.
  const guess = wall - shift(wall);
  return wall - shift(guess);
}
