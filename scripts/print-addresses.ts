/** Prints where a running Newsdesk is reached; `local` are the pages of its stand-ins, where it has any. */
export function printAddresses(
  headline: string,
  base: string,
  local: { slackPageUrl: string; mailboxUrl: string } | null,
): void {
  const rows: [name: string, address: string][] = [
    ['Newsroom', `${base}/`],
    ['Sign-up form', `${base}/subscribe`],
  ];
  if (local) rows.push(['Local Slack', local.slackPageUrl], ['Local mailbox', local.mailboxUrl]);
  rows.push(['Health', `${base}/health`]);
  const lines = rows.map(([name, address]) => `  ${name.padEnd(14)} ${address}`);
  console.log(`\n${headline}\n\n${lines.join('\n')}`);
}
