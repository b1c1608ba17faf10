import type { webApi } from '@slack/bolt';
import { AppError } from '../domain/errors.ts';
import { readAtMost } from '../domain/read-at-most.ts';

/** Slack's own API, and the one host that its files come from (https://docs.slack.dev/reference/objects/file-object). */
const SLACK_API = 'https://slack.com/api/';
const FILES_HOST = 'files.slack.com';
const MOST_FILE_BYTES = 5 * 1024 * 1024;
const TIMEOUT_MS = 10_000;

/**
 * The bytes of a file that somebody gave in a form, at most 5 MB. The token goes to Slack's own host and nowhere else, and follows
 * no redirect. Throws AppError('invalid') naming `file`, and ('unavailable') where Slack does not hand it out.
 */
export async function readFile(client: webApi.WebClient, fileId: string): Promise<Uint8Array<ArrayBuffer>> {
  const { file } = await client.files.info({ file: fileId }).catch((error: unknown) => {
    throw unavailable(error);
  });
  if (Number(file?.size ?? 0) > MOST_FILE_BYTES) throw tooLarge();
  const url = downloadUrl(file?.url_private_download ?? file?.url_private ?? '', client.slackApiUrl);
  if (!url) throw unavailable();
  const response = await fetch(url, {
    headers: { authorization: `Bearer ${client.token ?? ''}` },
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error: unknown) => {
    throw unavailable(error);
  });
  // Slack shows its sign-in page, with status 200, to a token that may not read the file.
  const isPage = /^text\/html/i.test(response.headers.get('content-type') ?? '');
  if (!response.ok || isPage) {
    await response.body?.cancel();
    throw unavailable();
  }
  return bytesOf(response);
}

/** Slack's host by https; where Slack's API is a stand-in, the stand-in's host. */
function downloadUrl(address: string, apiUrl: string): URL | null {
  const url = URL.parse(address);
  if (url?.username !== '' || url.password !== '') return null;
  if (apiUrl === SLACK_API) return url.origin === `https://${FILES_HOST}` ? url : null;
  return url.hostname === URL.parse(apiUrl)?.hostname ? url : null;
}

async function bytesOf(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await readAtMost(response.body, MOST_FILE_BYTES);
  if (bytes === null) throw tooLarge();
  return bytes;
}

function tooLarge(): AppError {
  const why = 'It is larger than 5 MB. Split it, or use `npm run readers`.';
  return new AppError('invalid', `I can’t take that file. ${why} Nothing was stored.`, { fields: { file: why } });
}

function unavailable(cause?: unknown): AppError {
  return new AppError(
    'unavailable',
    'Slack did not hand me that file. Nothing was stored. Give it again; if that does not help, ask an admin whether Newsdesk may read files.',
    cause === undefined ? {} : { cause },
  );
}
