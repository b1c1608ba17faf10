import type { Locale } from './locale.ts';

/** What no name holds, but advertising typed into a name field does: an address of a mailbox, a file or a site. */
const MISUSE = /[<>@/\\]|www\.|\p{L}{2,}\.\p{L}{2,}|\p{Cc}/iu;

const GREETINGS: Record<Locale, { named(name: string): string; nameless: string }> = {
  en: { named: (name) => `Dear ${name},`, nameless: 'Hello,' },
  'zh-Hans': { named: (name) => `${name}，您好：`, nameless: '您好：' },
};

/** The greeting line of a mail. A name that holds an address or is overlong is a misuse of the field and is left out. */
export function greeting(name: string, locale: Locale): string {
  const clean = name.replace(/\s+/g, ' ').trim();
  const isName = clean.length > 0 && clean.length <= 60 && !MISUSE.test(clean);
  const { named, nameless } = GREETINGS[locale];
  return isName ? named(clean) : nameless;
}
