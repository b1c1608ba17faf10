import { formatSlackDate } from '../slack/dates.ts';
import { emojiFor } from '../slack/emoji.ts';
import { ChannelMention, Emoji, SafeLink, UserMention } from './mrkdwn-text.tsx';
import type { Names } from './names.ts';

type Style = { bold?: boolean; italic?: boolean; strike?: boolean; code?: boolean; underline?: boolean };
type Part = {
  type: string;
  text?: string;
  url?: string;
  user_id?: string;
  channel_id?: string;
  usergroup_id?: string;
  name?: string;
  range?: string;
  timestamp?: number;
  format?: string;
  value?: string;
  style?: Style | 'bullet' | 'ordered';
  indent?: number;
  offset?: number;
  elements?: Part[];
};

/** Draws a rich_text block: https://api.slack.com/reference/block-kit/blocks#rich_text */
export function RichText({ elements, names }: { elements: unknown; names: Names }) {
  const parts = Array.isArray(elements) ? (elements as Part[]) : [];
  return <div class="b-rich">{parts.map((part) => drawPart(part, names))}</div>;
}

function drawPart(part: Part, names: Names) {
  switch (part.type) {
    case 'rich_text_quote':
      return <blockquote>{drawRuns(part, names)}</blockquote>;
    case 'rich_text_preformatted':
      return <pre class="m-pre">{drawRuns(part, names)}</pre>;
    case 'rich_text_list':
      return drawList(part, names);
    default:
      return <div class="m-lines">{drawRuns(part, names)}</div>;
  }
}

function drawList(part: Part, names: Names) {
  const items = (part.elements ?? []).map((item) => drawItem(item, names));
  const indent = `margin-left:${(part.indent ?? 0) * 24}px`;
  if (part.style !== 'ordered') return <ul style={indent}>{items}</ul>;
  return (
    <ol style={indent} start={(part.offset ?? 0) + 1}>
      {items}
    </ol>
  );
}

function drawItem(item: Part, names: Names) {
  return <li>{drawRuns(item, names)}</li>;
}

function drawRuns(part: Part, names: Names) {
  return <>{(part.elements ?? []).map((run) => drawRun(run, names))}</>;
}

function drawRun(part: Part, names: Names) {
  const style = typeof part.style === 'object' ? part.style : {};
  let drawn = <Bare part={part} names={names} />;
  if (style.code) drawn = <code class="m-code">{drawn}</code>;
  if (style.bold) drawn = <b>{drawn}</b>;
  if (style.italic) drawn = <i>{drawn}</i>;
  if (style.strike) drawn = <s>{drawn}</s>;
  return style.underline ? <u>{drawn}</u> : drawn;
}

function Bare({ part, names }: { part: Part; names: Names }) {
  switch (part.type) {
    case 'link':
      return <SafeLink url={part.url ?? ''}>{part.text ?? part.url}</SafeLink>;
    case 'user':
      return <UserMention id={part.user_id ?? ''} names={names} />;
    case 'channel':
      return <ChannelMention id={part.channel_id ?? ''} names={names} />;
    case 'usergroup':
      return <span class="m-mention">@{part.usergroup_id}</span>;
    case 'broadcast':
      return <span class="m-mention m-broadcast">@{part.range}</span>;
    case 'emoji':
      return <Emoji name={part.name ?? ''} glyph={emojiFor(part.name ?? '') ?? `:${part.name}:`} />;
    case 'date':
      return <>{formatSlackDate(part.timestamp ?? 0, part.format ?? '{date}')}</>;
    case 'color':
      return <code class="m-code">{part.value}</code>;
    default:
      return <>{part.text}</>;
  }
}
