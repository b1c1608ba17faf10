import { escapeHtml, plainLine } from '../domain/plain-text.ts';
import type { EncodedMail, ReaderMail, SharedMail } from '../services/ports.ts';
import { cutAtSlots } from './merge.ts';
import type { SlotName } from './slots.ts';

/** A place in the JSON where something of one reader stands. */
type Hole = 'to' | 'headers' | 'tags' | `html ${SlotName}` | `text ${SlotName}`;

const UTF8 = new TextEncoder();
/** Words that mean nothing in JSON, HTML or plain text, one space between them, as in nearly every address and greeting. */
const HARMLESS = /^(?:[\w.~:/?=%@+,-]+(?: [\w.~:/?=%@+,-]+)*)?$/;

/** The inside of a JSON string. */
function inJson(text: string): string {
  return HARMLESS.test(text) ? text : JSON.stringify(text).slice(1, -1);
}

function inHtml(text: string): string {
  return HARMLESS.test(text) ? text : inJson(escapeHtml(text));
}

function inText(text: string): string {
  return HARMLESS.test(text) ? text : inJson(plainLine(text));
}

/** The members of an object or elements of a list, to stand behind those of `others`. */
function further(members: object, others: object): string {
  const inside = JSON.stringify(members).slice(1, -1);
  return inside !== '' && Object.keys(others).length > 0 ? `,${inside}` : inside;
}

/** Collects a JSON text that has holes; neighbouring texts become one piece. */
function createPieces() {
  const pieces: (Uint8Array | Hole)[] = [];
  let text = '';
  const hole = (name: Hole) => {
    pieces.push(UTF8.encode(text), name);
    text = '';
  };
  return {
    text: (more: string) => {
      text += more;
    },
    hole,
    slotted(part: 'html' | 'text', content: string) {
      const { before, slots, end } = cutAtSlots(content);
      for (const [index, slot] of slots.entries()) {
        text += JSON.stringify(before[index] ?? '').slice(1, -1);
        hole(`${part} ${slot}`);
      }
      text += JSON.stringify(end).slice(1, -1);
    },
    end: () => [...pieces, UTF8.encode(text)],
  };
}

/** The mail as Resend's JSON (https://resend.com/docs/api-reference/emails/send-batch-emails), cut at its holes. */
function cutMail(mail: SharedMail): (Uint8Array | Hole)[] {
  const { headers, html, replyTo, tags, text, ...rest } = mail;
  const pieces = createPieces();
  pieces.text(`{${JSON.stringify({ ...rest, ...(replyTo === null ? {} : { reply_to: replyTo }) }).slice(1, -1)}`);
  pieces.text(',"to":"');
  pieces.hole('to');
  pieces.text(`","headers":${JSON.stringify(headers).slice(0, -1)}`);
  pieces.hole('headers');
  pieces.text(`},"tags":${JSON.stringify(tags).slice(0, -1)}`);
  pieces.hole('tags');
  pieces.text('],"html":"');
  pieces.slotted('html', html);
  pieces.text('","text":"');
  pieces.slotted('text', text);
  pieces.text('"}');
  return pieces.end();
}

/**
 * Prepares a mail for many readers: what they share becomes JSON and bytes once. Building a batch is then a joining of
 * pieces, without a copy of each mail as a text, and without escaping what was escaped before.
 * @throws AppError('internal') where the mail names a slot that does not exist
 */
export function createMailEncoder(mail: SharedMail): (reader: ReaderMail) => EncodedMail {
  const pieces = cutMail(mail);
  return ({ headers, parts, tags, to }) => {
    const texts: Record<Hole, string> = {
      to: inJson(to),
      headers: further(headers, mail.headers),
      tags: further(tags, mail.tags),
      'html greeting': inHtml(parts.greeting),
      'html unsubscribeUrl': inHtml(parts.unsubscribeUrl),
      'html preferencesUrl': inHtml(parts.preferencesUrl),
      'text greeting': inText(parts.greeting),
      'text unsubscribeUrl': inText(parts.unsubscribeUrl),
      'text preferencesUrl': inText(parts.preferencesUrl),
    };
    return pieces.map((piece) => (typeof piece === 'string' ? texts[piece] : piece));
  };
}

/** A UTF-16 code unit takes up to three bytes of UTF-8. */
const MOST_BYTES = 3;
/** Bodies of nearly the same size get the same room, so that the next one fits where the last one stood. */
const ROOM_STEP = 256 * 1024;
/** As many as are under way at once. */
const MOST_SPARE = 4;

/** Memory of bodies that were sent: fresh memory costs several times what it costs to fill it. */
const spare: Buffer<ArrayBuffer>[] = [];
/** Memory of bodies that were joined here and not given back. */
const lent = new WeakSet<ArrayBuffer>();

function roomFor(mails: readonly EncodedMail[]): Buffer<ArrayBuffer> {
  let size = 2;
  for (const mail of mails) {
    size += 1;
    for (const piece of mail) size += piece.length * (typeof piece === 'string' ? MOST_BYTES : 1);
  }
  const at = spare.findIndex((one) => one.length >= size);
  // Not zeroed: every byte up to the end is written here, and what lies behind is cut off.
  const room = spare.splice(at, at < 0 ? 0 : 1)[0] ?? Buffer.allocUnsafeSlow(Math.ceil(size / ROOM_STEP) * ROOM_STEP);
  lent.add(room.buffer);
  return room;
}

/** Gives back the memory of a body of which every byte has arrived. Nobody may read the body afterwards. */
export function reuseBody(body: Uint8Array<ArrayBuffer>): void {
  if (!lent.delete(body.buffer)) return;
  if (spare.length === MOST_SPARE) spare.shift();
  spare.push(Buffer.from(body.buffer));
}

/** The body of one request for up to 100 mails: a JSON list of them. */
export function joinBatch(mails: readonly EncodedMail[]): Uint8Array<ArrayBuffer> {
  const body = roomFor(mails);
  let end = 0;
  const add = (piece: Uint8Array | string) => {
    if (typeof piece === 'string') {
      end += body.write(piece, end);
    } else {
      body.set(piece, end);
      end += piece.length;
    }
  };
  add('[');
  for (const [index, mail] of mails.entries()) {
    if (index > 0) add(',');
    for (const piece of mail) add(piece);
  }
  add(']');
  return body.subarray(0, end);
}
