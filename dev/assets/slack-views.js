// Modals and App Home: draws what the app opened, sends what is pressed, chosen and submitted.
import { keepTyped, readField, stateOf, upload } from './slack-fields.js';
import { confirmed, newestFirst, post, toast, viewer } from './slack-post.js';

const modal = document.getElementById('modal');
const home = document.getElementById('home');
/** Forms under a view that was pushed over them, by id: what was typed there stays, as it does in Slack. */
const under = new Map();
const isNewest = { modal: newestFirst(), home: newestFirst() };

/** Shows the modal and the tab as they are now. */
export async function refreshViews() {
  await Promise.all([drawModal(), home && drawHome()]);
}

async function fragment(path) {
  const response = await fetch(`${path}?as=${viewer}`);
  const place = document.createElement('div');
  place.innerHTML = response.ok ? await response.text() : '';
  return place;
}

async function drawModal() {
  const isCurrent = isNewest.modal();
  const after = await fragment('/slack/views/modal');
  // An old answer would bring back a form that was closed, and nothing behind it could be used.
  if (!isCurrent()) return;
  const view = after.firstElementChild;
  const shown = modal.firstElementChild;
  if (!view) {
    if (modal.open) modal.close();
    modal.replaceChildren();
    under.clear();
    return;
  }
  const isSame = shown?.dataset.viewId === view.dataset.viewId;
  if (isSame && shown.dataset.hash === view.dataset.hash) return;
  const focused = isSame ? document.activeElement?.id : '';
  if (shown && !isSame) under.set(shown.dataset.viewId, shown);
  const typed = isSame ? shown : under.get(view.dataset.viewId);
  under.delete(view.dataset.viewId);
  if (typed) keepTyped(typed, view);
  modal.replaceChildren(view);
  if (!modal.open) modal.showModal();
  const target =
    (focused && document.getElementById(focused)) ||
    view.querySelector(':is(input, select, textarea)[data-field], [data-field] input, footer button[type=submit]');
  target?.focus();
}

async function drawHome() {
  const isCurrent = isNewest.home();
  const after = await fragment('/slack/views/home');
  if (!isCurrent()) return;
  const view = after.firstElementChild;
  const shown = home.firstElementChild;
  if (!view || shown?.dataset.hash === view.dataset.hash) return;
  keepTyped(home, after);
  const opened = [...home.querySelectorAll('details.b-container')].map((part) => part.open);
  home.replaceChildren(...after.childNodes);
  for (const [index, part] of home.querySelectorAll('details.b-container').entries())
    part.open = opened[index] ?? part.open;
}

function viewOf(target) {
  return target.closest('.view');
}

async function act(target, value) {
  const words = target.dataset.confirm ? JSON.parse(target.dataset.confirm) : null;
  if (words && !(await confirmed(words))) return;
  const view = viewOf(target);
  target.setAttribute('aria-busy', 'true');
  const { actionId, blockId } = target.dataset;
  const told = await post(`/slack/views/${view.dataset.viewId}/actions`, {
    actionId,
    blockId,
    value,
    state: stateOf(view),
  });
  target.removeAttribute('aria-busy');
  if (told.error || told.notice) toast(told.error ?? told.notice);
  await refreshViews();
}

async function submit(view) {
  const button = view.querySelector('button[type=submit]');
  if (button.hasAttribute('aria-busy')) return;
  showErrors(view, {});
  button.setAttribute('aria-busy', 'true');
  const told = await post(`/slack/views/${view.dataset.viewId}/submit`, { state: stateOf(view) });
  button.removeAttribute('aria-busy');
  const { errors = {}, notice = null, error } = told;
  showErrors(view, errors);
  const line = view.querySelector('.view-notice');
  line.textContent = notice ?? error ?? '';
  line.hidden = line.textContent === '';
  await refreshViews();
}

function showErrors(view, errors) {
  let first = null;
  for (const block of view.querySelectorAll('[data-input-block]')) {
    const text = errors[block.dataset.inputBlock] ?? '';
    block.querySelector('.f-error').textContent = text;
    const field = block.querySelector('[data-field]');
    if (!field) continue;
    if (text) field.setAttribute('aria-invalid', 'true');
    else field.removeAttribute('aria-invalid');
    if (text) first ??= field;
  }
  first?.focus();
}

async function search(box) {
  const select = document.getElementById(box.dataset.searchFor);
  if (box.value.length < Number(box.dataset.least)) return;
  const { actionId, blockId } = select.dataset;
  const told = await post(`/slack/views/${viewOf(box).dataset.viewId}/options`, {
    actionId,
    blockId,
    value: box.value,
  });
  const kept = [...select.selectedOptions].filter((option) => option.value !== '');
  const fresh = told.options.filter(({ value }) => !kept.some((option) => option.value === value));
  const empty = select.multiple ? [] : [new Option(fresh.length > 0 ? 'Choose an option' : 'Nothing found', '')];
  select.replaceChildren(...empty, ...kept, ...fresh.map(({ text, value }) => new Option(text.text, value)));
}

/** Wires one place in which views are shown. */
function listen(place) {
  place.addEventListener('click', (event) => {
    const closing = event.target.closest('[data-close]');
    if (closing) return void post('/slack/views/close', { scope: closing.dataset.close }).then(refreshViews);
    const target = event.target.closest('button[data-action-id], a[data-action-id]');
    if (!target) return;
    if (target.dataset.url) open(target.dataset.url, '_blank', 'noopener');
    target.closest('details.e-overflow')?.removeAttribute('open');
    void act(target, target.dataset.value ?? null);
  });
  place.addEventListener('change', async (event) => {
    const field = event.target.closest('[data-field]');
    if (!field) return;
    if (field.dataset.field === 'file_input') await upload(field, viewer);
    const block = field.closest('[data-input-block]');
    const isText = /_input$/.test(field.dataset.field) && field.dataset.field !== 'file_input';
    if (!isText && (!block || block.dataset.dispatch)) await act(field, readField(field));
  });
  place.addEventListener('keydown', (event) => {
    const field = event.target.closest('input[data-field]');
    if (event.key !== 'Enter' || !field?.closest('[data-dispatch]')) return;
    event.preventDefault();
    void act(field, readField(field));
  });
  let waiting;
  place.addEventListener('input', (event) => {
    const box = event.target;
    clearTimeout(waiting);
    if (box.dataset.searchFor) waiting = setTimeout(() => void search(box), 250);
    else if (box.dataset.trigger?.includes('on_character_entered') && box.closest('[data-dispatch]'))
      waiting = setTimeout(() => void act(box, readField(box)), 400);
  });
  place.addEventListener('submit', (event) => {
    event.preventDefault();
    void submit(event.target.closest('.view'));
  });
}

listen(modal);
if (home) {
  listen(home);
  void post('/slack/home/opened', {}).then(refreshViews);
}
// Chromium closes a dialog on a second Escape without asking.
modal.addEventListener('close', () => {
  if (!modal.open && modal.firstElementChild) void post('/slack/views/close', { scope: 'top' }).then(refreshViews);
});
modal.addEventListener('cancel', (event) => {
  event.preventDefault();
  void post('/slack/views/close', { scope: 'top' }).then(refreshViews);
});
