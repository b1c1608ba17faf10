import { escapeHtml, plainLine } from '../domain/plain-text.ts';
import type { EncodedMail, ReaderMail, SharedMail } from '../services/ports.ts';
import { cutAtSlots } from './merge.ts';
import type { SlotName } from './slots.ts';

/** A place in the JSON where something of one reader stands. */
type Hole = 'to' | 'headers' | 'tags' | `html ${SlotName}` | `text ${SlotName}`;

const UTF8 = new TextEncoder();
/** Words that mean nothing in JSON, HTML or plain text, one space between them, as in nearly every address and greeting. */
const HARMLESS = /^(?:[\w.~:/?=%@+,-]+(?: [\w.~:/?=%@+,-]+)*)?$/;

/** ASCII that a JSON string holds as it is. */
const PLAIN_IN_JSON = /^[ !#-[\]-~]*$/;

/** The inside of a JSON string. */
function inJson(text: string): string {
  return PLAIN_IN_JSON.test(text) ? text : JSON.stringify(text).slice(1, -1);
}

function inHtml(text: string): string {
  return HARMLESS.test(text) ? text : inJson(escapeHtml(text));
}

function inText(text: string): string {
  return HARMLESS.test(text) ? text : inJson(plainLine(text));
}

/** Members of an object or elements of a list, as they stand behind those of `others`. */
function behind(others: object, more: readonly string[]): string {
  return more.length > 0 && Object.keys(others).length > 0 ? `,${more.join()}` : more.join();
}

function asMembers(headers: ReaderMail['headers']): string[] {
  return Object.entries(headers).map(([name, value]) => `"${inJson(name)}":"${inJson(value)}"`);
}

function asElements(tags: ReaderMail['tags']): string[] {
  return tags.map(({ name, value }) => `{"name":"${inJson(name)}","value":"${inJson(value)}"}`);
}

/** `shared[i]` stands before `holes[i]`, the last of them behind all. */
type CutMail = { shared: readonly Uint8Array[]; holes: readonly Hole[] };

/** Collects a JSON text that has holes; neighbouring texts become one piece. */
function createPieces() {
  const shared: Uint8Array[] = [];
  const holes: Hole[] = [];
  let text = '';
  const hole = (name: Hole) => {
    shared.push(UTF8.encode(text));
    holes.push(name);
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
    end: (): CutMail => ({ shared: [...shared, UTF8.encode(text)], holes }),
  };
}

/** The mail as Resend's JSON (https://resend.com/docs/api-reference/emails/send-batch-emails), cut at its holes. */
function cutMail(mail: SharedMail): CutMail {
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
  const { holes, shared } = cutMail(mail);
  return ({ headers, parts, tags, to }) => {
    const texts: Record<Hole, string> = {
      to: inJson(to),
      headers: behind(mail.headers, asMembers(headers)),
      tags: behind(mail.tags, asElements(tags)),
      'html greeting': inHtml(parts.greeting),
      'html unsubscribeUrl': inHtml(parts.unsubscribeUrl),
      'html preferencesUrl': inHtml(parts.preferencesUrl),
      'text greeting': inText(parts.greeting),
      'text unsubscribeUrl': inText(parts.unsubscribeUrl),
      'text preferencesUrl': inText(parts.preferencesUrl),
    };
    return { shared, own: holes.map((hole) => texts[hole]) };
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

/** Bytes of what all readers of a variant share, added up once. */
const sizes = new WeakMap<readonly Uint8Array[], number>();

function sizeOf(shared: readonly Uint8Array[]): number {
  const known = sizes.get(shared);
  if (known !== undefined) return known;
  const size = shared.reduce((sum, piece) => sum + piece.length, 0);
  sizes.set(shared, size);
  return size;
}

function roomFor(mails: readonly EncodedMail[]): Buffer<ArrayBuffer> {
  let size = 2;
  for (const { own, shared } of mails) {
    size += 1 + sizeOf(shared);
    for (const text of own) size += text.length * MOST_BYTES;
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
  for (const [index, { own, shared }] of mails.entries()) {
    end += body.write(index > 0 ? ',' : '[', end);
    for (const [n, piece] of shared.entries()) {
      body.set(piece, end);
      end += piece.length;
      const text = own[n];
      if (text !== undefined) end += body.write(text, end);
    }
  }
  end += body.write(mails.length > 0 ? ']' : '[]', end);
  return body.subarray(0, end);
}
