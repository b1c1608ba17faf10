import { Hono } from 'hono';
import type { Changes } from '../changes.ts';
import { oneClickUrl, unsubscribeByOneClick } from '../mailbox/mail.ts';
import { MailboxPage, MailList, type Tab } from '../mailbox/page.tsx';
import type { MailReader } from '../mailbox/reader.ts';
import { streamChanges } from './live.ts';

export type MailboxPagesParts = { reader: MailReader; changes: Changes };

/** How many mails the list shows; `/mailbox.json` gives all. */
const listed = 200;

/** The local mailbox in the browser. */
export function mailboxPages({ reader, changes }: MailboxPagesParts): Hono {
  const app = new Hono();
  app.get('/mailbox.json', async (c) => c.json({ mails: await reader.newestFirst() }));
  app.get('/mailbox/changes', (c) => streamChanges(c, changes));

  app.get('/mailbox/list', async (c) => {
    const mails = (await reader.newestFirst()).slice(0, listed);
    return c.html(<MailList mails={mails} openId={c.req.query('open') ?? null} />);
  });

  app.get('/mailbox', async (c) => {
    const mails = (await reader.newestFirst()).slice(0, listed);
    return c.html(<MailboxPage mails={mails} open={mails[0] ?? null} isChosen={false} tab="html" isPhone={false} />);
  });

  app.get('/mailbox/:id', async (c) => {
    const open = await reader.find(c.req.param('id'));
    if (!open) return c.notFound();
    const mails = (await reader.newestFirst()).slice(0, listed);
    const tab = tabOf(c.req.query('tab'));
    const isPhone = tab === 'html' && c.req.query('width') === 'phone';
    return c.html(<MailboxPage mails={mails} open={open} isChosen tab={tab} isPhone={isPhone} />);
  });

  app.get('/mailbox/:id/html', async (c) => {
    const mail = await reader.find(c.req.param('id'));
    if (!mail?.html) return c.notFound();
    return c.html(withBlankTargets(mail.html), 200, { 'content-security-policy': sandbox });
  });

  app.post('/mailbox/:id/unsubscribe', async (c) => {
    const mail = await reader.find(c.req.param('id'));
    const url = mail && oneClickUrl(mail);
    if (!url) return c.json({ error: 'this mail offers no one-click unsubscribe' }, 404);
    return c.json({ status: await unsubscribeByOneClick(url) });
  });
  return app;
}

/** A mail may open links and nothing else: no scripts, no forms, no address of its own. */
const sandbox = 'sandbox allow-popups allow-popups-to-escape-sandbox';

function tabOf(asked: string | undefined): Tab {
  return asked === 'text' || asked === 'headers' ? asked : 'html';
}

/** Links of a mail open in a new tab, as in a mail client. */
function withBlankTargets(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}
