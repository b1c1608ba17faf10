import type { Changes } from '../changes.ts';
import type { Mail } from './mail.ts';

export type MailReader = { newestFirst(): Promise<Mail[]>; find(id: string): Promise<Mail | null> };

/** Reads the mailbox through the provider's own API, anew only after a mail has come: a large newsletter is a large answer. */
export function createMailReader(resendUrl: string, apiKey: string, changes: Changes): MailReader {
  let mails: Promise<Mail[]> | null = null;
  changes.listen(() => {
    mails = null;
  });
  function newestFirst(): Promise<Mail[]> {
    mails ??= readMails(resendUrl, apiKey).catch((error: unknown) => {
      mails = null;
      throw error;
    });
    return mails;
  }
  return {
    newestFirst,
    find: async (id) => (await newestFirst()).find((mail) => mail.id === id) ?? null,
  };
}

async function readMails(resendUrl: string, apiKey: string): Promise<Mail[]> {
  const response = await fetch(`${resendUrl}/emails`, { headers: { authorization: `Bearer ${apiKey}` } });
  if (!response.ok) throw new Error(`the mail stand-in answered ${response.status}`);
  const { data } = (await response.json()) as { data: Mail[] };
  // Stable for mails of one batch: the last of it was accepted last.
  return data.reverse().sort((a, b) => b.created_at.localeCompare(a.created_at));
}
