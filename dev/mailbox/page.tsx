import { headerOf, type Mail, oneClickUrl } from './mail.ts';

export type Tab = 'html' | 'text' | 'headers';
/** `isChosen` is false where the newest mail is shown unasked: a narrow page then shows the list instead. */
export type MailboxView = { mails: readonly Mail[]; open: Mail | null; isChosen: boolean; tab: Tab; isPhone: boolean };

/** The local mailbox: every mail the newsroom sent, newest first, and one of them opened. */
export function MailboxPage({ mails, open, isChosen, tab, isPhone }: MailboxView) {
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <title>{open ? `${open.subject} · local mailbox` : 'Local mailbox'}</title>
        <link rel="stylesheet" href="/assets/mailbox.css" />
        <script type="module" src="/assets/mailbox.js" />
      </head>
      <body class={isChosen ? 'reading' : ''}>
        <header class="top">
          <a href="/mailbox">
            <b>Mailbox</b>
          </a>
          <span id="count">{countWords(mails.length)}</span>
          <small>local, nothing leaves this machine</small>
        </header>
        <nav class="list" id="list" aria-label="Mails">
          <MailList mails={mails} openId={open?.id ?? null} />
        </nav>
        <main>
          {open ? (
            <OpenMail mail={open} tab={tab} isPhone={isPhone} />
          ) : (
            <p class="empty">No mail yet. Sign up on the newsroom’s form and it arrives here.</p>
          )}
        </main>
      </body>
    </html>
  );
}

/** The list by itself, as the page fetches it again when a mail arrives. */
export function MailList({ mails, openId }: { mails: readonly Mail[]; openId: string | null }) {
  return (
    <ol data-count={countWords(mails.length)}>
      {mails.map((mail) => (
        <li key={mail.id}>
          <a href={`/mailbox/${mail.id}`} {...(mail.id === openId ? { 'aria-current': 'true' } : {})}>
            <span class="to">{mail.to.join(', ')}</span>
            <time datetime={mail.created_at}>{shortTime(mail.created_at)}</time>
            <span class="subject">{mail.subject}</span>
            <span class="start">{startOf(mail)}</span>
          </a>
        </li>
      ))}
    </ol>
  );
}

function OpenMail({ mail, tab, isPhone }: { mail: Mail; tab: Tab; isPhone: boolean }) {
  const address = `/mailbox/${mail.id}`;
  const canUnsubscribe = oneClickUrl(mail) !== null;
  return (
    <article class="mail">
      <a class="back" href="/mailbox">
        ← All mails
      </a>
      <h1>{mail.subject}</h1>
      <Envelope mail={mail} />
      <div class="tools">
        <span class="tabs">
          <TabLink href={address} isCurrent={tab === 'html'} label="Mail" />
          <TabLink href={`${address}?tab=text`} isCurrent={tab === 'text'} label="Text part" />
          <TabLink href={`${address}?tab=headers`} isCurrent={tab === 'headers'} label="Headers" />
        </span>
        {tab === 'html' && (
          <span class="tabs widths">
            <TabLink href={address} isCurrent={!isPhone} label="Desktop" />
            <TabLink href={`${address}?width=phone`} isCurrent={isPhone} label="Phone" />
          </span>
        )}
        {canUnsubscribe && (
          <button type="button" id="unsubscribe" data-mail={mail.id}>
            One-click unsubscribe
          </button>
        )}
        <span id="outcome" role="status" />
      </div>
      <div class={isPhone ? 'paper phone' : 'paper'}>
        <Part mail={mail} tab={tab} />
      </div>
    </article>
  );
}

function Envelope({ mail }: { mail: Mail }) {
  return (
    <dl class="envelope">
      <dt>From</dt>
      <dd>{mail.from}</dd>
      <dt>To</dt>
      <dd>{mail.to.join(', ')}</dd>
      <dt>Sent</dt>
      <dd>
        <time datetime={mail.created_at}>
          {new Date(mail.created_at).toLocaleString('en-GB', { dateStyle: 'long', timeStyle: 'short' })}
        </time>
      </dd>
    </dl>
  );
}

function TabLink({ href, isCurrent, label }: { href: string; isCurrent: boolean; label: string }) {
  return (
    <a href={href} {...(isCurrent ? { 'aria-current': 'true' } : {})}>
      {label}
    </a>
  );
}

function Part({ mail, tab }: { mail: Mail; tab: Tab }) {
  if (tab === 'text') return <pre>{mail.text ?? 'This mail has no text part.'}</pre>;
  if (tab === 'headers') return <Headers mail={mail} />;
  if (!mail.html) return <pre>{mail.text}</pre>;
  return (
    <iframe
      title="The mail"
      src={`/mailbox/${mail.id}/html`}
      sandbox="allow-popups allow-popups-to-escape-sandbox"
      referrerpolicy="no-referrer"
    />
  );
}

function Headers({ mail }: { mail: Mail }) {
  const rows = [
    ['From', mail.from],
    ['To', mail.to.join(', ')],
    ['Reply-To', mail.reply_to.join(', ')],
    ['Subject', mail.subject],
    ...Object.keys(mail.headers).map((name) => [name, headerOf(mail, name) ?? '']),
    ['Tags', mail.tags.map(({ name, value }) => `${name}=${value}`).join(', ')],
    [
      'Size',
      `${Math.ceil(Buffer.byteLength(mail.html ?? '') / 1024)} KB HTML, ${Math.ceil(Buffer.byteLength(mail.text ?? '') / 1024)} KB text`,
    ],
  ];
  return (
    <table>
      {rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{value}</td>
          </tr>
        ))}
    </table>
  );
}

function countWords(count: number): string {
  return count === 1 ? '1 mail' : `${count} mails`;
}

function shortTime(iso: string): string {
  const date = new Date(iso);
  const isToday = date.toDateString() === new Date().toDateString();
  return isToday
    ? date.toLocaleTimeString('en-GB', { timeStyle: 'short' })
    : date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' });
}

function startOf(mail: Mail): string {
  return (mail.text ?? '').replace(/\s+/g, ' ').trim().slice(0, 120);
}
