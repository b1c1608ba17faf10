// A channel: keeps the messages fresh, sends what is typed, pressed and chosen in them.
import { readField, stateOf } from './slack-fields.js';
import { channel, confirmed, newestFirst, post, toast, viewer } from './slack-post.js';

const list = document.getElementById('messages');
const form = document.getElementById('composer');
const box = form?.elements.namedItem('text');
let shown = list?.innerHTML;
let threadTs = null;
const isNewest = newestFirst();

function toEnd() {
  list.scrollTop = list.scrollHeight;
}

/** Draws the messages anew where they changed. */
export async function refreshMessages() {
  if (!list) return;
  const isCurrent = isNewest();
  const response = await fetch(`/slack/${channel}/messages?as=${viewer}`);
  if (!response.ok) return;
  const html = await response.text();
  if (!isCurrent() || html === shown) return;
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  list.innerHTML = html;
  shown = html;
  if (wasAtEnd) toEnd();
}

async function send(path, body) {
  const told = await post(path, { ...body, channel, waitMs: 0 });
  if (told.notice) toast(told.notice);
  if (told.error) toast(`That did not work: ${told.error}`);
  if (told.failure) toast('The app did not answer. Slack would show a warning sign beside this message.');
  await refreshMessages();
  return told;
}

async function press(target, value) {
  const words = target.dataset.confirm ? JSON.parse(target.dataset.confirm) : null;
  if (words && !(await confirmed(words))) return;
  const message = target.closest('[data-ts]');
  const { actionId, blockId } = target.dataset;
  target.setAttribute('aria-busy', 'true');
  await send('/slack/actions', { ts: message.dataset.ts, actionId, blockId, value, state: stateOf(message) });
  target.removeAttribute('aria-busy');
}

function replyTo(message) {
  if (!box) return;
  threadTs = message?.dataset.thread ?? null;
  box.placeholder = threadTs ? 'Reply in thread, Esc to leave it' : box.dataset.placeholder;
  box.focus();
}

function growBox() {
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

function listenToMessages() {
  list.addEventListener('click', (event) => {
    const { shortcut, reply } = event.target.dataset;
    const ts = event.target.closest('[data-ts]')?.dataset.ts;
    if (shortcut || reply !== undefined) event.target.closest('details').open = false;
    if (shortcut) return void send('/slack/shortcuts', { callbackId: shortcut, ts });
    if (reply !== undefined) return replyTo(event.target.closest('[data-ts]'));
    const target = event.target.closest('button[data-action-id], a[data-action-id]');
    if (!target) return;
    if (target.dataset.url) open(target.dataset.url, '_blank', 'noopener');
    void press(target, target.dataset.value ?? null);
  });
  list.addEventListener('change', (event) => {
    const field = event.target.closest('[data-field]');
    if (field) void press(field, readField(field));
  });
}

function listenToComposer() {
  box.dataset.placeholder = box.placeholder;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = box.value.trim();
    if (!text) return;
    box.value = '';
    growBox();
    const thread = threadTs;
    replyTo(null);
    await send('/slack/commands', { text, threadTs: thread });
    if (!thread) toEnd();
  });
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') replyTo(null);
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  box.addEventListener('input', growBox);
  form.addEventListener('click', (event) => {
    const { suggestion } = event.target.dataset;
    if (!suggestion) return;
    box.value = suggestion;
    box.focus();
    growBox();
  });
}

if (list) {
  listenToMessages();
  // What Newsdesk tells one person alone has no box to answer in.
  if (box) {
    listenToComposer();
    box.disabled = false;
  }
  const linked = location.hash && document.getElementById(location.hash.slice(1));
  if (linked) linked.scrollIntoView({ block: 'center' });
  else {
    toEnd();
    // Pictures grow the list after the first drawing.
    for (const image of list.querySelectorAll('img')) image.addEventListener('load', toEnd, { once: true });
  }
}
