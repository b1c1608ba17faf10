import { askForJson, askNewsdesk, type NewsdeskApi } from './ask-newsdesk.ts';

export type ApiFeed = { id: string; title: string; url: string; siteUrl: string | null };

/** What adding one feed led to; `message` of a failure is the reason the newsroom gave. */
export type AddOutcome =
  | { kind: 'added' | 'known'; title: string; itemCount: number }
  | { kind: 'failed'; message: string };

type FeedPage = { feeds: ApiFeed[]; next: string | null };

type AddAnswer = {
  title?: string;
  isNew?: boolean;
  itemCount?: number;
  error?: { message?: string; candidates?: { url: string; title: string }[] };
};

/** Every feed of the newsroom, in the order they were added. Throws where it does not answer or refuses the token. */
export async function listAllFeeds(api: NewsdeskApi): Promise<ApiFeed[]> {
  const feeds: ApiFeed[] = [];
  let next: string | null = null;
  do {
    const place: string = next === null ? '' : `?after=${next}`;
    const page: FeedPage = await askForJson<FeedPage>(api, `/api/v1/feeds${place}`);
    feeds.push(...page.feeds);
    next = page.next;
  } while (next !== null);
  return feeds;
}

/** Adds one feed with a silent baseline. Throws only where Newsdesk itself does not answer. */
export async function addOneFeed(api: NewsdeskApi, url: string, channel: string | null): Promise<AddOutcome> {
  const response = await askNewsdesk(api, '/api/v1/feeds', { url, channel, startWith: 'none' });
  const answer = (await response.json().catch(() => ({}))) as AddAnswer;
  if (response.ok) {
    return { kind: answer.isNew ? 'added' : 'known', title: answer.title ?? url, itemCount: answer.itemCount ?? 0 };
  }
  const choices = (answer.error?.candidates ?? []).map((candidate) => candidate.url).join(', ');
  const message = answer.error?.message ?? `Newsdesk answered with status ${response.status}.`;
  return { kind: 'failed', message: choices ? `${message} It has: ${choices}` : message };
}
