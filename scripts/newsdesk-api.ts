/** A running Newsdesk's door for scripts. */
export type NewsdeskApi = { base: string; token: string };

export type ApiFeed = { id: string; title: string; url: string; siteUrl: string | null };

/** What adding one feed led to; `message` of a failure is the reason the newsroom gave. */
export type AddOutcome =
  | { kind: 'added' | 'known'; title: string; itemCount: number }
  | { kind: 'failed'; message: string };

type AddAnswer = {
  title?: string;
  isNew?: boolean;
  itemCount?: number;
  error?: { message?: string; candidates?: { url: string; title: string }[] };
};

async function ask(api: NewsdeskApi, path: string, init: RequestInit = {}): Promise<Response> {
  const headers = { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' };
  try {
    return await fetch(`${api.base}${path}`, { ...init, headers });
  } catch (error) {
    throw new Error(`Newsdesk does not answer at ${api.base}. Start it, or name it with --base.`, { cause: error });
  }
}

/** Every feed of the newsroom, in the order they were added. Throws where it does not answer or refuses the token. */
export async function listAllFeeds(api: NewsdeskApi): Promise<ApiFeed[]> {
  const feeds: ApiFeed[] = [];
  let next: string | null = null;
  do {
    const response: Response = await ask(api, `/api/v1/feeds${next === null ? '' : `?after=${next}`}`);
    if (response.status === 403) throw new Error('Newsdesk refuses the token. Set ADMIN_TOKEN, or give --token.');
    if (!response.ok) throw new Error(`Newsdesk answered with status ${response.status}.`);
    const page = (await response.json()) as { feeds: ApiFeed[]; next: string | null };
    feeds.push(...page.feeds);
    next = page.next;
  } while (next !== null);
  return feeds;
}

/** Adds one feed with a silent baseline. Throws only where Newsdesk itself does not answer. */
export async function addOneFeed(api: NewsdeskApi, url: string, channel: string | null): Promise<AddOutcome> {
  const body = JSON.stringify({ url, channel, startWith: 'none' });
  const response = await ask(api, '/api/v1/feeds', { method: 'POST', body });
  const answer = (await response.json().catch(() => ({}))) as AddAnswer;
  if (response.ok) {
    return { kind: answer.isNew ? 'added' : 'known', title: answer.title ?? url, itemCount: answer.itemCount ?? 0 };
  }
  const choices = (answer.error?.candidates ?? []).map((candidate) => candidate.url).join(', ');
  const message = answer.error?.message ?? `Newsdesk answered with status ${response.status}.`;
  return { kind: 'failed', message: choices ? `${message} It has: ${choices}` : message };
}
