// The local Slack page: keeps everything shown fresh, and wires what every page has.
import { refreshMessages } from './slack-channel.js';
import { post, toast, viewer } from './slack-post.js';
import { refreshViews } from './slack-views.js';

// Blocks drawn by the library follow this attribute, not the media query.
const dark = matchMedia('(prefers-color-scheme: dark)');
function matchTheme() {
  for (const part of document.querySelectorAll('[data-theme]')) part.dataset.theme = dark.matches ? 'dark' : 'light';
}
dark.addEventListener('change', matchTheme);

// Each tab keeps its own person, whoever another tab is used as: the address of every page says who.
function asViewer(address) {
  const url = new URL(address, location.href);
  if (!url.searchParams.has('as')) url.searchParams.set('as', viewer);
  return url.href;
}
history.replaceState(null, '', asViewer(location.href));
for (const kind of ['click', 'auxclick']) {
  document.addEventListener(kind, ({ target }) => {
    const link = target.closest('a[href]');
    if (link?.origin === location.origin && /^\/(?:slack|archives)\//.test(link.pathname))
      link.href = asViewer(link.href);
  });
}

let running = null;
let isStale = false;

/** One refresh at a time; what changes meanwhile is drawn right after. */
function refresh() {
  if (running) {
    isStale = true;
    return;
  }
  running = Promise.all([refreshMessages(), refreshViews()])
    .then(matchTheme)
    .finally(() => {
      running = null;
      if (isStale) refresh();
      isStale = false;
    });
}

document.addEventListener('click', (event) => {
  for (const menu of document.querySelectorAll('details.e-overflow[open]')) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.querySelector('.shortcuts').addEventListener('click', async (event) => {
  const { shortcut } = event.target.closest('button')?.dataset ?? {};
  if (!shortcut) return;
  event.currentTarget.open = false;
  const told = await post('/slack/shortcuts', { callbackId: shortcut, waitMs: 0 });
  if (told.notice) toast(told.notice);
  if (told.error || told.failure) toast(`That did not work: ${told.error ?? told.failure}`);
});

matchTheme();
// Whatever is pressed before this line would be lost, so the page takes nothing until here.
for (const part of document.querySelectorAll('[inert]')) part.inert = false;
const changes = new EventSource('/slack/changes');
changes.addEventListener('change', refresh);
changes.addEventListener('alive', refresh);
