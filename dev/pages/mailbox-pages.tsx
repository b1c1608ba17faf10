import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Changes } from '../changes.ts';
import { type Mail, oneClickUrl, unsubscribeByOneClick } from '../mailbox/mail.ts';
import { MailboxPage, MailList } from '../mailbox/page.tsx';

export type MailboxPagesParts = { resendUrl: string; apiKey: string; changes: Changes };

/** How many mails the list shows; `/mailbox.json` gives all. */
const listed = 200;

/** The local mailbox in the browser, read through the provider's own API. */
export function mailboxPages({ resendUrl, apiKey, changes }: MailboxPagesParts): Hono {
  const app = new Hono();
  const authorization = `Bearer ${apiKey}`;

  let mails: Promise<Mail[]> | null = null;
  changes.listen(() => {
    mails = null;
  });

  /** All mails, read anew only after one has come: a large newsletter is a large answer. */
  function newestFirst(): Promise<Mail[]> {
    mails ??= readMails(resendUrl, authorization).catch((error: unknown) => {
      mails = null;
      throw error;
    });
    return mails;
  }

  async function find(id: string): Promise<Mail | null> {
    const response = await fetch(`${resendUrl}/emails/${encodeURIComponent(id)}`, { headers: { authorization } });
    return response.ok ? ((await response.json()) as Mail) : null;
  }

  app.get('/mailbox.json', async (c) => c.json({ mails: await newestFirst() }));

  app.get('/mailbox/changes', (c) =>
    streamSSE(c, async (stream) => {
      const stop = changes.listen(() => void stream.writeSSE({ event: 'change', data: '' }));
      stream.onAbort(stop);
      while (!stream.aborted) {
        await stream.writeSSE({ event: 'alive', data: '' });
        await stream.sleep(15_000);
      }
    }),
  );

  app.get('/mailbox/list', async (c) => {
    const mails = (await newestFirst()).slice(0, listed);
    return c.html(<MailList mails={mails} openId={c.req.query('open') ?? null} />);
  });

  app.get('/mailbox', async (c) => {
    const mails = (await newestFirst()).slice(0, listed);
    return c.html(<MailboxPage mails={mails} open={mails[0] ?? null} isChosen={false} tab="html" isPhone={false} />);
  });

  app.get('/mailbox/:id', async (c) => {
    const mails = await newestFirst();
    const open = mails.find((mail) => mail.id === c.req.param('id'));
    if (!open) return c.notFound();
    const asked = c.req.query('tab');
    const tab = asked === 'text' || asked === 'headers' ? asked : 'html';
    const isPhone = tab === 'html' && c.req.query('width') === 'phone';
    return c.html(<MailboxPage mails={mails.slice(0, listed)} open={open} isChosen tab={tab} isPhone={isPhone} />);
  });

  app.get('/mailbox/:id/html', async (c) => {
    const mail = await find(c.req.param('id'));
    if (!mail?.html) return c.notFound();
    const sandbox = 'sandbox allow-popups allow-popups-to-escape-sandbox';
    return c.html(withBlankTargets(mail.html), 200, { 'content-security-policy': sandbox });
  });

  app.post('/mailbox/:id/unsubscribe', async (c) => {
    const mail = await find(c.req.param('id'));
    const url = mail && oneClickUrl(mail);
    if (!url) return c.json({ error: 'this mail offers no one-click unsubscribe' }, 404);
    return c.json({ status: await unsubscribeByOneClick(url) });
  });
  return app;
}

async function readMails(resendUrl: string, authorization: string): Promise<Mail[]> {
  const response = await fetch(`${resendUrl}/emails`, { headers: { authorization } });
  const { data } = (await response.json()) as { data: Mail[] };
  // Stable for mails of one batch: the last of it was accepted last.
  return data.reverse().sort((a, b) => b.created_at.localeCompare(a.created_at));
}

/** Links of a mail open in a new tab, as in a mail client. */
function withBlankTargets(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}
