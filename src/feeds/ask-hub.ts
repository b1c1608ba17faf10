import { hostOf } from '../domain/feed-host.ts';
import type { HubAnswer, HubClient, HubPublisher, HubRequest } from '../services/ports.ts';
import type { FetchOptions } from './fetch-feed.ts';
import { judgeUrl } from './guard-url.ts';

const LONGEST_MS = 10_000;
const MOST_HOPS = 3;

/** The form of a subscription request (W3C WebSub §5.1). */
function formOf(request: HubRequest): string {
  const { callbackUrl, leaseSeconds, mode, secret, topicUrl } = request;
  const form = new URLSearchParams({ 'hub.mode': mode, 'hub.topic': topicUrl, 'hub.callback': callbackUrl });
  if (mode === 'subscribe') {
    form.set('hub.secret', secret);
    form.set('hub.lease_seconds', String(leaseSeconds));
  }
  return form.toString();
}

/** Why a hub may not be asked, or null. A newsroom that no hub can call back asks only those on its own machine. */
function refusalOf(hubUrl: string, ownUrl: string, allowed: readonly string[]): string | null {
  const verdict = judgeUrl(hubUrl, allowed);
  if (!verdict.ok) return verdict.reason;
  const isReachable = judgeUrl(ownUrl).ok || allowed.includes(hostOf(hubUrl) ?? '');
  return isReachable ? null : 'No hub outside can reach this newsroom at its BASE_URL.';
}

async function post(url: string, body: string, options: FetchOptions, signal: AbortSignal): Promise<Response> {
  const leave = await options.gate?.(hostOf(url) ?? '', signal);
  try {
    const send = options.fetch;
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded', 'User-Agent': options.userAgent };
    const response = await send(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    // The status says all; what a hub writes beside it is for its own people.
    await response.body?.cancel().catch(() => undefined);
    return response;
  } finally {
    leave?.();
  }
}

/** 202 is the answer of the specification, and any 2xx is meant so. 4xx but for 408 and 429 is a no. */
function answerOf(status: number): HubAnswer {
  if (status >= 200 && status < 300) return { kind: 'accepted' };
  const isRefused = status >= 300 && status < 500 && status !== 408 && status !== 429;
  return { kind: isRefused ? 'refused' : 'unanswered', message: `The hub answered with status ${status}.` };
}

type Delivery = {
  hubUrl: string;
  body: string;
  /** An address of ours that the hub is to call or to read. */
  ownUrl: string;
};

async function deliver({ body, hubUrl, ownUrl }: Delivery, options: FetchOptions): Promise<HubAnswer> {
  const signal = AbortSignal.timeout(LONGEST_MS);
  let url = hubUrl;
  for (let hops = 0; ; hops += 1) {
    const refusal = refusalOf(url, ownUrl, options.allowedPrivateHosts);
    if (refusal !== null) return { kind: 'refused', message: refusal };
    const response = await post(url, body, options, signal);
    const location = response.headers.get('location');
    const target = location === null ? null : URL.parse(location, url);
    // Only these keep the method (RFC 9110 §15.4).
    const isRedirect = response.status === 307 || response.status === 308;
    if (!isRedirect || !target || hops === MOST_HOPS) return answerOf(response.status);
    url = target.href;
  }
}

/** WebSub hubs behind the HubClient port: asked past the same guard as feeds, within ten seconds. */
export function createHubClient(options: FetchOptions): HubClient & HubPublisher {
  return {
    async publish(hubUrl, feedUrls) {
      // The form that hubs have taken since PubSubHubbub 0.4 §7; WebSub leaves it to hub and publisher.
      const form = new URLSearchParams({ 'hub.mode': 'publish' });
      for (const url of feedUrls) form.append('hub.url', url);
      try {
        return await deliver({ hubUrl, body: form.toString(), ownUrl: feedUrls[0] ?? '' }, options);
      } catch {
        return { kind: 'unanswered', message: 'The hub cannot be reached.' };
      }
    },
    async ask(request) {
      try {
        return await deliver({ hubUrl: request.hubUrl, body: formOf(request), ownUrl: request.callbackUrl }, options);
      } catch {
        // The error may quote the request, and with it the secret.
        return { kind: 'unanswered', message: 'The hub cannot be reached.' };
      }
    },
  };
}
