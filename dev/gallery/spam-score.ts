import { spawn, spawnSync } from 'node:child_process';
import type { Variant } from './variants.ts';

/** The score a mail may have by the local rules; a mail is held to be spam at 5. */
const MOST = 0.5;

export function hasSpamAssassin(): boolean {
  return spawnSync('spamassassin', ['--version'], { stdio: 'ignore' }).status === 0;
}

function encodedWord(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

/** The mail as it would arrive (RFC 5322, RFC 2046), in mbox form. */
function asMbox({ html, id, parts, subject, text }: Variant): string {
  const section = (type: string, content: string) =>
    `--part\nContent-Type: ${type}; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n${content.replaceAll(/^From /gm, '>From ')}\n`;
  const headers = [
    'From: "Newsroom" <news@laekna.example>',
    'To: <reader@reader.example>',
    `Subject: ${encodedWord(subject)}`,
    'Date: Tue, 12 Oct 2021 04:00:00 +0000',
    `Message-ID: <${id}@laekna.example>`,
    ...(parts
      ? [`List-Unsubscribe: <${parts.unsubscribeUrl}>`, 'List-Unsubscribe-Post: List-Unsubscribe=One-Click']
      : []),
    'MIME-Version: 1.0',
    'Content-Type: multipart/alternative; boundary="part"',
  ];
  const body = `${section('text/plain', text)}${section('text/html', html)}--part--\n`;
  return `From news@laekna.example Tue Oct 12 04:00:00 2021\n${headers.join('\n')}\n\n${body}\n`;
}

/** What scores more than it may by SpamAssassin's local rules, with the rules that fired. Throws where it ends badly. */
export async function checkSpamScore(variants: readonly Variant[]): Promise<string[]> {
  const mails = variants.filter(({ data }) => data === 'usual');
  const child = spawn('spamassassin', ['--local', '--mbox'], { stdio: ['pipe', 'pipe', 'ignore'] });
  const output: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk));
  // Where it ends before it read everything, its exit code tells.
  child.stdin.once('error', () => {});
  child.stdin.end(mails.map(asMbox).join(''));
  const code = await new Promise((resolve) => child.once('close', resolve));
  const scores = Buffer.concat(output)
    .toString()
    .matchAll(/^X-Spam-Status: \w+, score=(-?[\d.]+)[\s\S]*?tests=([\w,\s]*?)(?:\s\w+=|\n\S)/gm);
  const told = [...scores].map(([, score, tests]) => ({ score: Number(score), tests: tests?.replaceAll(/\s+/g, '') }));
  if (code !== 0 || told.length !== mails.length) {
    throw new Error(`SpamAssassin ended with ${code} and judged ${told.length} of ${mails.length} mails.`);
  }
  return told.flatMap(({ score, tests }, index) =>
    score > MOST ? [`${mails[index]?.id}: SpamAssassin gives ${score} (${tests})`] : [],
  );
}
