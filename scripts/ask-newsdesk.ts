/** A running Newsdesk's door for scripts. */
export type NewsdeskApi = { base: string; token: string };

type Refusal = { error?: { message?: string; fields?: Record<string, string> } };

const TRIES = 4;

/** Sends one request with the admin token. Throws with a sentence for the person where Newsdesk does not answer at all. */
export async function askNewsdesk(api: NewsdeskApi, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${api.token}`, 'content-type': 'application/json' };
  const init = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
  try {
    return await fetch(`${api.base}${path}`, init);
  } catch (error) {
    throw new Error(`Newsdesk does not answer at ${api.base}. Start it, or name it with --base.`, { cause: error });
  }
}

/** What it answers to a GET, or to a POST where there is a `body`. Throws with its reason where it refuses. */
export async function askForJson<T>(api: NewsdeskApi, path: string, body?: unknown): Promise<T> {
  const response = await askNewsdesk(api, path, body);
  if (!response.ok) throw await refusal(response);
  return (await response.json()) as T;
}

/**
 * The same for what is taken once however often it comes: trouble of the network or the server is waited out a little before
 * it throws.
 */
export async function askPatiently<T>(api: NewsdeskApi, path: string, body: unknown): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    const isLast = tries === TRIES;
    const response = await askNewsdesk(api, path, body).catch((error: unknown) => {
      if (isLast) throw error;
      return null;
    });
    if (response?.ok) return (await response.json()) as T;
    const isPassing = response === null || response.status >= 500 || response.status === 429;
    if (response && (isLast || !isPassing)) throw await refusal(response);
    await new Promise((resolve) => setTimeout(resolve, 500 * 2 ** tries));
  }
}

/** Why it refused, in its own words where it has any. */
export async function refusal(response: Response): Promise<Error> {
  if (response.status === 403) return new Error('Newsdesk refuses the token. Set ADMIN_TOKEN, or give --token.');
  const text = await response.text().catch(() => '');
  const { error } = readRefusal(text);
  if (!error?.message) return new Error(strange(response, text));
  const fields = Object.entries(error.fields ?? {}).map(([name, told]) =>
    /^[a-z]/.test(told) ? `"${name}" ${told.replace(/\.$/, '')}.` : told,
  );
  return new Error([error.message, ...fields].join(' '));
}

function readRefusal(text: string): Refusal {
  try {
    return Object(JSON.parse(text)) as Refusal;
  } catch {
    return {};
  }
}

/** An answer that is none of the API's. A Worker that lacks a setting says so in plain text. */
function strange({ headers, status, url }: Response, text: string): string {
  const { origin } = new URL(url);
  if (status === 503 && headers.get('content-type')?.startsWith('text/plain')) {
    return `${origin} answered with status 503: ${text.slice(0, 200)} On Cloudflare \`npx wrangler tail\` shows the log; \`npm run setup\` asks for what is missing and \`npm run deploy\` brings it.`;
  }
  return `${origin} answered with status ${status}, not as Newsdesk does. Check --base or BASE_URL.`;
}
