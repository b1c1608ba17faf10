import { formatSlackDate } from '../slack/dates.ts';
import { type Inline, type Paragraph, parseMrkdwn } from '../slack/mrkdwn.ts';
import type { Names } from './names.ts';

/** Draws mrkdwn as Slack does. */
export function MrkdwnText({ text, names }: { text: string; names: Names }) {
  return <>{parseMrkdwn(text).map((paragraph) => drawParagraph(paragraph, names))}</>;
}

function drawParagraph(paragraph: Paragraph, names: Names) {
  if (paragraph.kind === 'pre') return <pre class="m-pre">{paragraph.text}</pre>;
  const children = drawRuns(paragraph.children, names);
  return paragraph.kind === 'quote' ? <blockquote>{children}</blockquote> : <div>{children}</div>;
}

function drawRuns(runs: readonly Inline[], names: Names) {
  return <>{runs.map((run) => drawRun(run, names))}</>;
}

function drawRun(run: Inline, names: Names) {
  switch (run.kind) {
    case 'text':
      return <>{run.text}</>;
    case 'code':
      return <code class="m-code">{run.text}</code>;
    case 'bold':
      return <b>{drawRuns(run.children, names)}</b>;
    case 'italic':
      return <i>{drawRuns(run.children, names)}</i>;
    case 'strike':
      return <s>{drawRuns(run.children, names)}</s>;
    case 'link':
      return <SafeLink url={run.url}>{run.label}</SafeLink>;
    case 'user':
      return <UserMention id={run.id} names={names} />;
    case 'channel':
      return <ChannelMention id={run.id} names={names} />;
    case 'group':
      return <span class="m-mention">{run.label ?? run.id}</span>;
    case 'broadcast':
      return <span class="m-mention m-broadcast">@{run.name}</span>;
    case 'date':
      return <time datetime={new Date(run.unix * 1000).toISOString()}>{formatSlackDate(run.unix, run.format)}</time>;
    case 'emoji':
      return <Emoji name={run.name} glyph={run.glyph} />;
    case 'break':
      return <br />;
  }
}

/** Links to anything but the web and mail are shown as text: a message must not run a script here. */
export function SafeLink({ url, children }: { url: string; children?: unknown }) {
  if (!/^(?:https?:\/\/|mailto:|tel:)/i.test(url)) return <>{children}</>;
  return (
    <a href={url} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}

export function UserMention({ id, names }: { id: string; names: Names }) {
  return <span class="m-mention">@{names.users.get(id) ?? id}</span>;
}

export function ChannelMention({ id, names }: { id: string; names: Names }) {
  return (
    <a class="m-mention" href={`/slack/${id}`}>
      #{names.channels.get(id) ?? id}
    </a>
  );
}

export function Emoji({ name, glyph }: { name: string; glyph: string }) {
  return (
    <span class="m-emoji" title={`:${name}:`}>
      {glyph}
    </span>
  );
}
