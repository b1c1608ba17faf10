export type LogLevel = 'info' | 'warn' | 'error';
/** Facts of an event: ids, counts, codes, milliseconds. Never addresses, names, tokens or bodies. */
export type LogFields = Record<string, string | number | boolean | null>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  /** Of `error` the line has the names and messages of it and of what caused it, cut short, without addresses and tokens. */
  error(event: string, error: unknown, fields?: LogFields): void;
}

/** A log that writes one JSON object per line. Event names are `noun.past_verb` and stay stable for alerts. */
export function createLog(write: (line: string) => void = (line) => console.log(line)): Log {
  const line = (level: LogLevel, event: string, fields: LogFields) =>
    write(JSON.stringify({ level, event, at: new Date().toISOString(), ...redact(fields) }));
  return {
    info: (event, fields = {}) => line('info', event, fields),
    warn: (event, fields = {}) => line('warn', event, fields),
    error: (event, error, fields = {}) => line('error', event, { ...fields, ...describe(error) }),
  };
}

/** Bounded, so that a long text without white space stays cheap to search. */
const ADDRESS = /[^\s"<>(),;:=&/]{1,128}(?:@|＠|%40)[^\s"'<>(),;:&/]{1,255}/gi;
/** Tokens behind the words that lead them in: in a link, an Authorization header, and by their issuers' prefixes. */
const TOKEN = /((?:^|[?&;\s])t=|\bBearer\s+|\bhooks\.slack\.com\/)[^&\s"']+|\b(xox[a-z]-|xapp-|re_|whsec_)[\w+/=.-]+/gi;
/** A token of ours standing alone: purpose, key id, subject, detail, signature. */
const OWN_TOKEN = /\b[a-z]\.[a-z0-9]{1,8}\.[a-z0-9]{1,40}\.[\w-]{0,80}\.[\w-]{22}/g;

/** Takes addresses and tokens out of a text, as a last resort behind the rule to log ids only. */
export function redactText(text: string): string {
  return text
    .replace(OWN_TOKEN, '[secret]')
    .replace(ADDRESS, '[address]')
    .replace(
      TOKEN,
      (_all, query: string | undefined, prefix: string | undefined) => `${query ?? prefix ?? ''}[secret]`,
    );
}

function redact(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, typeof value === 'string' ? redactText(value) : value]),
  );
}

function describe(error: unknown): LogFields {
  const causes: string[] = [];
  for (let at: unknown = error; at instanceof Error && causes.length < 4; at = at.cause) {
    causes.push(redactText(`${at.name}: ${at.message}`).slice(0, 300));
  }
  return { error: causes.join(' < ') || 'unknown' };
}
