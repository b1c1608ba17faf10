// The local mailbox: new mails appear by themselves; the unsubscribe button acts as a mail client does.
const list = document.getElementById('list');

async function refresh() {
  const open = list.querySelector('[aria-current]')?.getAttribute('href')?.split('/').at(-1) ?? '';
  const response = await fetch(`/mailbox/list?open=${open}`);
  if (!response.ok) return;
  const html = await response.text();
  if (html === list.innerHTML) return;
  const { scrollTop } = list;
  list.innerHTML = html;
  list.scrollTop = scrollTop;
  document.getElementById('count').textContent = list.firstElementChild.dataset.count;
}

let waiting;
const changes = new EventSource('/mailbox/changes');
// A newsletter arrives as many mails at once: one refresh serves them.
changes.addEventListener('change', () => {
  clearTimeout(waiting);
  waiting = setTimeout(() => void refresh(), 150);
});

document.getElementById('unsubscribe')?.addEventListener('click', async (event) => {
  const outcome = document.getElementById('outcome');
  outcome.textContent = 'Asking the newsroom…';
  const response = await fetch(`/mailbox/${event.target.dataset.mail}/unsubscribe`, { method: 'POST' });
  const { status } = await response.json();
  const isDone = status >= 200 && status < 300;
  const refusal = status === 0 ? 'The newsroom did not answer.' : `The newsroom refused (${status}).`;
  outcome.textContent = isDone ? `Unsubscribed: the newsroom answered ${status}.` : refusal;
});
