import { type LocalMail, localServices } from './local-services.ts';

/** The reader of the whole-program stories, as the form posts them. */
export const READER = {
  name: 'Li Wei',
  email: 'li.wei@reader.example.org',
  company: 'Example Fund',
  occupation: 'Investor',
};

/** What the reader has in their mailbox beside a newsroom on `port`. */
export async function readersMails(port: number): Promise<LocalMail[]> {
  return (await localServices(port).mails()).filter((mail) => mail.to.includes(READER.email));
}

/** The first link to a path of the newsroom in a mail's text; empty when there is none. */
export function linkIn(mail: LocalMail | undefined, path: string): string {
  return new RegExp(`http://[^\\s"<>]+/${path}\\?t=[\\w.-]+`).exec(mail?.text ?? '')?.[0] ?? '';
}

/** Posts a form as a browser does. */
export function postForm(url: string, form: Record<string, string>): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { accept: 'text/html' }, body: new URLSearchParams(form) });
}

/** Titles of the articles announced in the news channel. */
export async function announcedTitles(port: number): Promise<string[]> {
  const announcements = (await localServices(port).messages()).filter(
    ({ blocks }) => blocks.at(-1)?.type === 'context',
  );
  return announcements.map((message) => message.text.split('\n')[0] ?? '');
}
