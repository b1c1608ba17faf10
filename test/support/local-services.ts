/** One mail in the local mailbox. */
export type LocalMail = { to: string[]; subject: string; html: string; text: string; headers: Record<string, string> };

/** One message in the local Slack. */
export type LocalMessage = { ts: string; text: string; blocks: { type: string; [key: string]: unknown }[] };

/** The stand-ins' doors for programs, as dev/ serves them beside a newsroom on `port`. */
export function localServices(port: number) {
  const base = `http://127.0.0.1:${port + 3}`;
  return {
    async mails(): Promise<LocalMail[]> {
      const answer = (await (await fetch(`${base}/mailbox.json`)).json()) as { mails?: LocalMail[] } | LocalMail[];
      return Array.isArray(answer) ? answer : (answer.mails ?? []);
    },
    async messages(channel = 'newsroom'): Promise<LocalMessage[]> {
      const answer = await (await fetch(`${base}/slack/messages?channel=${channel}`)).json();
      return (answer as { messages: LocalMessage[] }).messages;
    },
    async command(text: string): Promise<string> {
      const response = await fetch(`${base}/slack/commands`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ text, user: 'ana', channel: 'newsroom' }),
      });
      return JSON.stringify(await response.json());
    },
    async press(channel: string, ts: string, actionId: string): Promise<string> {
      const response = await fetch(`${base}/slack/actions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ channel, ts, actionId, user: 'ana' }),
      });
      return JSON.stringify(await response.json());
    },
  };
}
