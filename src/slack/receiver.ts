import {
  type App,
  isValidSlackRequest,
  type Receiver,
  type ReceiverEvent,
  ReceiverMultipleAckError,
} from '@slack/bolt';
import * as z from 'zod';
import { readAtMost } from '../domain/read-at-most.ts';
import type { Log } from '../log.ts';

const CLOCK_SKEW_SECONDS = 300;
const MAX_BODY_BYTES = 1_000_000;

const BodyShape = z.record(z.string(), z.unknown());
type SlackBody = z.infer<typeof BodyShape>;

export type ReceiverOptions = {
  signingSecret: string;
  /** Milliseconds since 1970. */
  now(): number;
  waitUntil(work: Promise<unknown>): void;
  /** Notes the request; false when Slack sent it before. */
  isNew(keys: string[]): Promise<boolean>;
  /** Forgets the request, so that Slack's retry is taken. */
  forget(keys: string[]): Promise<void>;
  log: Log;
};

/** What a person sees instead of Slack's "dispatch_failed" when a command failed before its answer. */
const COMMAND_FAILED = {
  response_type: 'ephemeral',
  text: 'Something went wrong on my side. I can’t say whether it was done: look at `/newsdesk status` before you try again.',
};

/** Bolt's way in over fetch: checks the signature, answers at the first ack, lets the rest run on. */
export class FetchReceiver implements Receiver {
  private app: App | null = null;
  private readonly options: ReceiverOptions;

  constructor(options: ReceiverOptions) {
    this.options = options;
  }

  init(app: App): void {
    this.app = app;
  }

  async start(): Promise<void> {}

  async stop(): Promise<void> {}

  /** Answers one request from Slack. Nothing happens for one that is unsigned, stale, from the future, or seen before. */
  async handle(request: Request): Promise<Response> {
    const bytes = await readAtMost(request.body, MAX_BODY_BYTES);
    if (bytes === null) return new Response(null, { status: 413 });
    const raw = new TextDecoder().decode(bytes);
    if (!this.isGenuine(request, raw)) return new Response(null, { status: 401 });
    const body = readBody(request, raw);
    if (!body) return new Response(null, { status: 400 });
    if (body.ssl_check === '1') return new Response(null);
    if (body.type === 'url_verification') return Response.json({ challenge: String(body.challenge ?? '') });
    const keys = replayKeys(body, request.headers.get('x-slack-signature') ?? '');
    if (!(await this.options.isNew(keys))) return new Response(null);
    return this.process(request, body, keys);
  }

  private isGenuine(request: Request, raw: string): boolean {
    const stamp = request.headers.get('x-slack-request-timestamp') ?? '';
    const timestamp = /^\d{1,12}$/.test(stamp) ? Number(stamp) : Number.NaN;
    // Bolt refuses the past only; a request from the future could be kept and replayed.
    if (!(Math.abs(this.options.now() / 1000 - timestamp) <= CLOCK_SKEW_SECONDS)) return false;
    return isValidSlackRequest({
      signingSecret: this.options.signingSecret,
      body: raw,
      headers: {
        'x-slack-signature': request.headers.get('x-slack-signature') ?? '',
        'x-slack-request-timestamp': timestamp,
      },
      nowMilliseconds: this.options.now(),
    });
  }

  private process(request: Request, body: SlackBody, keys: string[]): Promise<Response> {
    const { app } = this;
    if (!app) throw new Error('The receiver has no app.');
    return new Promise((resolve) => {
      let isAnswered = false;
      const answer = (response: Response) => {
        isAnswered = true;
        resolve(response);
      };
      const retryNum = request.headers.get('x-slack-retry-num');
      const event: ReceiverEvent = {
        body,
        ...(retryNum
          ? { retryNum: Number(retryNum), retryReason: request.headers.get('x-slack-retry-reason') ?? '' }
          : {}),
        ack: async (response?: unknown) => {
          if (isAnswered) throw new ReceiverMultipleAckError();
          answer(toResponse(response));
        },
      };
      const settle = async (status: number) => {
        if (isAnswered) return;
        // Whoever waits is answered, whether or not the database can still be reached.
        await this.options.forget(keys).catch((error: unknown) => this.options.log.error('slack.failed', error));
        answer(typeof body.command === 'string' ? Response.json(COMMAND_FAILED) : new Response(null, { status }));
      };
      const work = app.processEvent(event).then(
        () => settle(404),
        (error: unknown) => {
          this.options.log.error('slack.failed', error);
          return settle(500);
        },
      );
      this.options.waitUntil(work);
    });
  }
}

function toResponse(response: unknown): Response {
  if (response === undefined || response === '') return new Response(null);
  return typeof response === 'string' ? new Response(response) : Response.json(response);
}

function readBody(request: Request, raw: string): SlackBody | null {
  try {
    const isForm = (request.headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded');
    if (!isForm) return BodyShape.parse(JSON.parse(raw));
    const form = Object.fromEntries(new URLSearchParams(raw));
    return BodyShape.parse(typeof form.payload === 'string' ? JSON.parse(form.payload) : form);
  } catch {
    return null;
  }
}

/** Slack repeats events, sometimes under another event_id; commands and clicks are told apart by their signature. */
function replayKeys(body: SlackBody, signature: string): string[] {
  if (body.type !== 'event_callback') return [`s:${signature}`];
  const event = BodyShape.safeParse(body.event);
  const facts = event.success ? [event.data.channel, event.data.event_ts ?? event.data.ts, event.data.type] : [];
  const keys = [`e:${String(body.event_id)}`];
  if (facts.length === 3 && facts.every((fact) => typeof fact === 'string')) keys.push(`m:${facts.join(':')}`);
  return keys;
}
