// The local Slack page: keeps the messages fresh, sends what is typed and pressed.
const { channel, viewer } = document.body.dataset;
const list = document.getElementById('messages');
const form = document.getElementById('composer');
const box = form.elements.namedItem('text');
let shown = list.innerHTML;

function toEnd() {
  list.scrollTop = list.scrollHeight;
}

async function refresh() {
  const response = await fetch(`/slack/${channel}/messages?as=${viewer}`);
  if (!response.ok) return;
  const html = await response.text();
  if (html === shown) return;
  const wasAtEnd = list.scrollHeight - list.scrollTop - list.clientHeight < 80;
  list.innerHTML = html;
  shown = html;
  if (wasAtEnd) toEnd();
  matchTheme();
}

function toast(text) {
  const place = document.getElementById('toast');
  place.textContent = text;
  place.classList.add('shown');
  setTimeout(() => place.classList.remove('shown'), 5000);
}

async function send(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, user: viewer, channel, waitMs: 0 }),
  });
  const told = await response.json();
  if (told.error) toast(`That did not work: ${told.error}`);
  await refresh();
  return told;
}

async function press(target, value) {
  const words = target.dataset.confirm ? JSON.parse(target.dataset.confirm) : null;
  if (words && !(await confirmed(words))) return;
  const { ts } = target.closest('[data-ts]').dataset;
  target.setAttribute('aria-busy', 'true');
  const told = await send('/slack/actions', { ts, actionId: target.dataset.actionId, value });
  target.removeAttribute('aria-busy');
  if (told.failure) toast('The app did not answer. Slack would show a warning sign beside this message.');
}

function confirmed(words) {
  const dialog = document.getElementById('confirm');
  const title = document.createElement('h2');
  title.textContent = words.title;
  const text = document.createElement('p');
  text.textContent = words.text;
  const row = document.createElement('form');
  row.method = 'dialog';
  for (const [value, label] of [
    ['no', words.deny],
    ['yes', words.confirm],
  ]) {
    const button = document.createElement('button');
    button.value = value;
    button.textContent = label;
    button.className = `e-button${value === 'no' ? '' : words.isDanger ? ' e-danger' : ' e-primary'}`;
    row.append(button);
  }
  dialog.replaceChildren(title, text, row);
  dialog.returnValue = 'no';
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => resolve(dialog.returnValue === 'yes'), { once: true });
  });
}

list.addEventListener('click', (event) => {
  const target = event.target.closest('button[data-action-id], a[data-action-id]');
  if (target) void press(target, target.dataset.value ?? null);
});

list.addEventListener('change', (event) => {
  const target = event.target.closest('select[data-action-id], input[data-action-id]');
  if (target) void press(target, target.value);
});

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.e-overflow[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const text = box.value.trim();
  if (!text) return;
  box.value = '';
  growBox();
  await send('/slack/commands', { text });
  toEnd();
});

box.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  form.requestSubmit();
});

function growBox() {
  box.style.height = 'auto';
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}
box.addEventListener('input', growBox);

form.addEventListener('click', (event) => {
  const { suggestion } = event.target.dataset;
  if (!suggestion) return;
  box.value = suggestion;
  box.focus();
  growBox();
});

// Blocks drawn by the library follow this attribute, not the media query.
const dark = matchMedia('(prefers-color-scheme: dark)');
function matchTheme() {
  for (const part of document.querySelectorAll('[data-theme]')) part.dataset.theme = dark.matches ? 'dark' : 'light';
}
dark.addEventListener('change', matchTheme);
matchTheme();

const changes = new EventSource('/slack/changes');
changes.addEventListener('change', () => void refresh());
changes.addEventListener('alive', () => void refresh());

const linked = location.hash && document.getElementById(location.hash.slice(1));
if (linked) linked.scrollIntoView({ block: 'center' });
else {
  toEnd();
  // Pictures grow the list after the first drawing.
  for (const image of list.querySelectorAll('img')) image.addEventListener('load', toEnd, { once: true });
}
