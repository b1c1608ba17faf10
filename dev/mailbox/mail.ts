/** A mail as the provider's `GET /emails` lists it. */
export type Mail = {
  id: string;
  from: string;
  to: string[];
  subject: string;
  html: string | null;
  text: string | null;
  cc: string[];
  reply_to: string[];
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
  status: string;
  created_at: string;
};

/** Finds a header whatever its case; null where the mail has none. */
export function headerOf(mail: Mail, name: string): string | null {
  const found = Object.entries(mail.headers).find(([key]) => key.toLowerCase() === name.toLowerCase());
  return found?.[1] ?? null;
}

/** The address a mail client would post to for one-click unsubscribing (RFC 8058 §3), or null. */
export function oneClickUrl(mail: Mail): string | null {
  if (headerOf(mail, 'List-Unsubscribe-Post')?.trim() !== 'List-Unsubscribe=One-Click') return null;
  const addresses = (headerOf(mail, 'List-Unsubscribe') ?? '').match(/<[^>]+>/g) ?? [];
  return addresses.map((address) => address.slice(1, -1)).find((address) => /^https?:/i.test(address)) ?? null;
}

/** Does the one-click unsubscribe as a mail client does: a POST without cookies. Resolves to the HTTP status, 0 without answer. */
export async function unsubscribeByOneClick(url: string): Promise<number> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'List-Unsubscribe=One-Click',
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000),
    });
    return response.status;
  } catch {
    // The newsroom is not there; the page says so.
    return 0;
  }
}
