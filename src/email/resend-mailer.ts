import type { CreateEmailOptions, Resend } from 'resend';
import type { Mailer, OutgoingMail, SendOutcome } from '../services/ports.ts';
import { createMailEncoder, joinBatch, reuseBody } from './encode-mail.ts';
import { rateOf } from './rate-headers.ts';
import { classifyFailure, retryAfterOf, withoutAddresses } from './resend-errors.ts';

const DEFAULT_TIMEOUT_MS = 20_000;
/** Requests a second and team (https://resend.com/docs/api-reference/rate-limit); its answers state the real figure. */
const OWN_RATE = 5;

export type ResendMailerOptions = {
  apiKey: string;
  /** Where the API stands; the provider's own address where not given. */
  baseUrl?: string;
  /** After this time without a complete answer a call counts as unanswered; 20,000 where not given. */
  timeoutMs?: number;
};

/** What the SDK returns: it throws for nothing the network or the provider does. */
type SdkAnswer = {
  data: unknown;
  error: { message?: unknown; statusCode?: unknown; name?: unknown } | null;
  headers: Record<string, string> | null;
};

type Accepted = Extract<SendOutcome, { kind: 'accepted' }>;

function toProvider(mail: OutgoingMail): CreateEmailOptions {
  return {
    from: mail.from,
    to: mail.to,
    subject: mail.subject,
    html: mail.html,
    text: mail.text,
    headers: mail.headers,
    tags: mail.tags,
    ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
  };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function idsOf(list: unknown): string[] | null {
  if (!Array.isArray(list)) return null;
  const ids = list.map((item: unknown) => (isRecord(item) && typeof item.id === 'string' ? item.id : null));
  return ids.every((id) => id !== null) ? ids : null;
}

function rejectedOf(list: unknown): Accepted['rejected'] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown) =>
    isRecord(item) && typeof item.index === 'number'
      ? [{ index: item.index, message: withoutAddresses(String(item.message ?? '')) }]
      : [],
  );
}

function readSingle(data: unknown): Accepted | null {
  const ids = idsOf([data]);
  return ids && { kind: 'accepted', ids, rejected: [] };
}

/** In permissive mode `data` lists what was taken, in input order, and `errors` names what was not by its index. */
function readBatch(data: unknown): Accepted | null {
  const ids = isRecord(data) ? idsOf(data.data) : null;
  return ids && { kind: 'accepted', ids, rejected: rejectedOf(isRecord(data) ? data.errors : null) };
}

function outcomeOf(answer: SdkAnswer, read: (data: unknown) => Accepted | null): SendOutcome {
  const rate = rateOf(answer.headers);
  return { ...verdictOf(answer, read), ...(rate ? { rate } : {}) };
}

function verdictOf({ data, error, headers }: SdkAnswer, read: (data: unknown) => Accepted | null): SendOutcome {
  const accepted = error ? null : read(data);
  if (accepted) return accepted;
  const failure = error
    ? {
        status: typeof error.statusCode === 'number' ? error.statusCode : null,
        code: typeof error.name === 'string' ? error.name : 'unknown_error',
        message: typeof error.message === 'string' ? error.message : '',
      }
    : { status: null, code: 'unreadable_answer', message: 'The answer does not name the mails it took.' };
  return classifyFailure(failure, retryAfterOf(headers));
}

/** Loads the SDK, and with it the platform's fetch, so that the first mail need not wait for them: a tenth of a second on Node. */
export async function loadSdk(): Promise<void> {
  const { Resend } = await import('resend');
  new Resend('re_none');
}

/**
 * Sends mail through Resend. Both calls always resolve: what went wrong is in the outcome. A batch asks for permissive
 * validation, so that one bad address does not keep the other 99 readers from their mail.
 */
export function createResendMailer({ apiKey, baseUrl, timeoutMs = DEFAULT_TIMEOUT_MS }: ResendMailerOptions): Mailer {
  let made: Promise<Resend> | null = null;
  // The SDK is loaded by the first mail: most of what a Worker answers sends none.
  const client = () => {
    made ??= import('resend').then(
      ({ Resend }) => new Resend(apiKey, baseUrl === undefined ? {} : { baseUrl: baseUrl.replace(/\/+$/, '') }),
    );
    return made;
  };
  const callOptions = (idempotencyKey: string) => ({ idempotencyKey, signal: AbortSignal.timeout(timeoutMs) });
  return {
    assumedRate: isResendsOwn(baseUrl) ? OWN_RATE : null,
    encoder: createMailEncoder,
    batchBody: joinBatch,
    async send(mail, idempotencyKey) {
      const resend = await client();
      return outcomeOf(await resend.emails.send(toProvider(mail), callOptions(idempotencyKey)), readSingle);
    },
    async sendBatch(body, idempotencyKey) {
      // `batch.send` would make JSON of objects once more. The client's own `post` lets `body` stand in the entity's place.
      const { headers, ...sent } = asBody(body);
      const options = {
        ...callOptions(idempotencyKey),
        headers: { ...headers, 'x-batch-validation': 'permissive' },
        ...sent,
      };
      const resend = await client();
      const outcome = outcomeOf(await resend.post('/emails/batch', undefined, options), readBatch);
      // Any other answer may have come while the body was still on its way.
      if (outcome.kind === 'accepted') reuseBody(body);
      return outcome;
    },
  };
}

/**
 * The request's body. Node's fetch copies bytes three times on their way and a stream's pieces not at all, so there the
 * body is a stream of one piece with its length stated; in workerd that would lose the length, and bytes are cheap.
 */
function asBody(bytes: Uint8Array<ArrayBuffer>): { headers: Record<string, string>; body: BodyInit; duplex?: 'half' } {
  if ('FixedLengthStream' in globalThis) return { headers: {}, body: bytes };
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return { headers: { 'content-length': String(bytes.length) }, body, duplex: 'half' };
}

function isResendsOwn(baseUrl: string | undefined): boolean {
  return baseUrl === undefined || /(^|\.)resend\.com$/.test(new URL(baseUrl).hostname);
}
