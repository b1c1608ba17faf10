/** Month names in the languages feeds write dates in, as prefixes long enough to be told apart, by month number. */
const PREFIXES: readonly string[] = [
  'jan ene gen janv янв ιαν oca sty led tammi',
  'feb fév fev févr feb фев φεβ şub lut únor helmi',
  'mar mär mrz maa mrt мар μαρ mars maalis',
  'apr avr abr avril апр απρ nis kwi dub huhti',
  'may mai mei mag maj май мая μαι μαϊ touko',
  'jun juin giu июн ιουν haz cze červen kesä',
  'jul juil lug июл ιουλ tem lip červenec heinä',
  'aug août aou ago авг αυγ ağu sie srpen elo',
  'sep set сен σεπ eyl wrz září syys',
  'oct okt ott out окт οκτ eki paź říjen loka',
  'nov ноя νοε kas lis listopad marras',
  'dec dez déc dic dicembre des дек δεκ ara gru prosinec joulu',
];

const MONTHS: readonly (readonly [prefix: string, month: number])[] = PREFIXES.flatMap((names, index) =>
  names.split(' ').map((name) => [name, index + 1] as const),
).toSorted(([a], [b]) => b.length - a.length);

/** The number of the month (1 to 12) a word names in any of the languages known, or null. Long forms are recognised too. */
export function monthOf(word: string): number | null {
  const lower = word.toLowerCase();
  return MONTHS.find(([prefix]) => lower.startsWith(prefix))?.[1] ?? null;
}
