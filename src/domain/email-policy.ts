import type { EmailAddress } from './email-address.ts';

/** Services that hand out mailboxes for minutes; a short list of well-known ones, which settings extend. */
const DISPOSABLE = new Set(
  (
    '0-mail.com 10minutemail.com 10minutemail.net 20minutemail.com 33mail.com anonbox.net burnermail.io discard.email ' +
    'dispostable.com emailondeck.com fakeinbox.com fakemail.net getairmail.com getnada.com guerrillamail.com ' +
    'guerrillamail.net guerrillamail.org guerrillamailblock.com harakirimail.com inboxbear.com jetable.org linshiyouxiang.net ' +
    'mail-temp.com mailcatch.com maildrop.cc mailinator.com mailnesia.com mailsac.com mintemail.com moakt.com mohmal.com ' +
    'mytemp.email nada.email sharklasers.com spam4.me spamgourmet.com temp-mail.io temp-mail.org tempail.com tempinbox.com ' +
    'tempmail.com tempmail.net tempmailo.com tempr.email throwawaymail.com trash-mail.com trashmail.com trashmail.de ' +
    'yopmail.com yopmail.fr yopmail.net bccto.me'
  ).split(' '),
);

/** Mailboxes of a function (RFC 2142), which several people read and nobody consents for. Press offices may be readers. */
const ROLES = new Set(
  (
    'abuse admin administrator billing compliance devnull dns ftp help hostmaster info list list-request mailer-daemon ' +
    'marketing no-reply noc nobody noreply office postmaster root sales security support sysadmin usenet uucp webmaster www'
  ).split(' '),
);

/** Where most readers have their mailboxes, in the markets Newsdesk serves. */
const COMMON = (
  'gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.co.uk yahoo.co.jp icloud.com me.com ' +
  'aol.com proton.me protonmail.com gmx.com gmx.de web.de t-online.de orange.fr qq.com foxmail.com 163.com 126.com yeah.net ' +
  'sina.com sina.cn sohu.com aliyun.com 139.com 189.cn'
).split(' ');
const IS_COMMON = new Set([
  ...COMMON,
  'gmx.net',
  'gmx.at',
  'mail.com',
  'mail.ru',
  'email.com',
  'ymail.com',
  'hotmail.de',
  'hotmail.fr',
]);

function parts({ address }: EmailAddress): { local: string; domain: string } {
  const at = address.lastIndexOf('@');
  return { local: address.slice(0, at), domain: address.slice(at + 1) };
}

/** Whether the mailbox is a throw-away one; subdomains count as their domain. */
export function isDisposable(
  address: EmailAddress,
  lists: { also: readonly string[]; never: readonly string[] } = { also: [], never: [] },
): boolean {
  const labels = parts(address).domain.split('.');
  const names = labels.map((_, from) => labels.slice(from).join('.'));
  if (names.some((name) => lists.never.includes(name))) return false;
  return names.some((name) => DISPOSABLE.has(name) || lists.also.includes(name));
}

/** Whether the mailbox belongs to a function, not to a person. */
export function isRoleAddress(address: EmailAddress): boolean {
  const [local = ''] = parts(address).local.toLowerCase().split('+');
  return ROLES.has(local);
}

/** Which mailboxes a newsroom does not take. */
export type MailboxPolicy = {
  disposable: 'allow' | 'refuse';
  roleAddresses: 'allow' | 'refuse';
  /** Domains that are throw-away ones too, and ones that never are. */
  disposableDomains: readonly string[];
  trustedDomains: readonly string[];
};

/** As what a newsroom refuses a mailbox; null where it takes it. The same at every door. */
export function refusedAs(address: EmailAddress, policy: MailboxPolicy): 'disposable' | 'role' | null {
  const lists = { also: policy.disposableDomains, never: policy.trustedDomains };
  if (policy.disposable === 'refuse' && isDisposable(address, lists)) return 'disposable';
  return policy.roleAddresses === 'refuse' && isRoleAddress(address) ? 'role' : null;
}

/**
 * The address that was probably meant ("ana@gmial.com" → "ana@gmail.com"), or null. A guess needs a common provider at
 * one slip of a finger, so that it never troubles a company's own domain that merely looks alike from afar.
 */
export function suggestAddress(address: EmailAddress): string | null {
  const { local, domain } = parts(address);
  if (IS_COMMON.has(domain)) return null;
  const meant = COMMON.find((known) => known.length > 6 && isOneSlip(domain, known));
  return meant ? `${local}@${meant}` : null;
}

/** One letter too many, too few, wrong, or two neighbours swapped (Damerau's four). */
function isOneSlip(typed: string, known: string): boolean {
  let at = 0;
  while (at < typed.length && typed[at] === known[at]) at += 1;
  const [rest, wanted] = [typed.slice(at), known.slice(at)];
  return (
    rest.slice(1) === wanted ||
    rest === wanted.slice(1) ||
    (rest.length > 0 && rest.slice(1) === wanted.slice(1)) ||
    (rest.length > 1 && rest.slice(2) === wanted.slice(2) && rest[0] === wanted[1] && rest[1] === wanted[0])
  );
}
