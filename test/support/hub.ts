import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

const DAY = 86_400;

/** What a subscriber asked of the hub, or what the hub says back: the `hub.*` fields of W3C WebSub. */
export type HubForm = Record<string, string>;

/** A publisher and its hub on one port: verifies by calling back, keeps what it may push to, pushes when told. */
export class Hub {
  readonly server: Server;
  readonly requests: HubForm[] = [];
  readonly verified: { mode: string; status: number; text: string }[] = [];
  titles = ['First'];
  origin = '';
  /** How often the feed was fetched. */
  fetches = 0;
  /** Answers the next request with this status, and does nothing else. */
  refusal: number | null = null;

  constructor() {
    this.server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      if (request.method === 'GET') {
        this.fetches += 1;
        // Nobody who minds it polls again within the hour.
        response.setHeader('Cache-Control', 'max-age=3600');
        response.setHeader('Link', `<${this.origin}/hub>; rel="hub", <${this.origin}/feed>; rel="self"`);
        return response.end(this.feed());
      }
      const form = Object.fromEntries(new URLSearchParams(body));
      this.requests.push(form);
      if (this.refusal !== null) return response.writeHead(this.refusal).end();
      response.writeHead(202).end();
      return this.verify(form);
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    this.origin = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    await new Promise((done) => this.server.close(done));
  }

  feed(): string {
    const items = this.titles.map((title) => `<item><title>${title}</title><link>/${title}</link></item>`);
    return `<rss version="2.0"><channel><title>Hub's</title>${items.join('')}</channel></rss>`;
  }

  async call(form: HubForm, overrides: HubForm = {}): Promise<Response> {
    const query = new URLSearchParams({ 'hub.topic': form['hub.topic'] ?? '', ...overrides });
    return fetch(`${form['hub.callback']}?${query}`);
  }

  async verify(form: HubForm): Promise<void> {
    const mode = form['hub.mode'] ?? '';
    const answer = await this.call(form, {
      'hub.mode': mode,
      'hub.challenge': `<b>${mode}</b>`,
      ...(mode === 'subscribe' ? { 'hub.lease_seconds': String(DAY) } : {}),
    });
    this.verified.push({ mode, status: answer.status, text: await answer.text() });
  }

  async push(method = 'sha256', secret = this.requests[0]?.['hub.secret'] ?? ''): Promise<number> {
    const body = this.feed();
    const signature = `${method}=${createHmac(method, secret).update(body).digest('hex')}`;
    const callback = this.requests[0]?.['hub.callback'] ?? '';
    return (await fetch(callback, { method: 'POST', headers: { 'X-Hub-Signature': signature }, body })).status;
  }
}
