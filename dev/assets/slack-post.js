// What every part of the local Slack page needs: who acts, how to send, how to ask and tell.
export const { channel, viewer } = document.body.dataset;

/** Sends an act as the viewer; resolves to what the stand-in says. */
export async function post(path, body) {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...body, user: viewer }),
  });
  return response.json();
}

export function toast(text) {
  const place = document.getElementById('toast');
  place.textContent = text;
  place.classList.add('shown');
  setTimeout(() => place.classList.remove('shown'), 5000);
}

/** Asks as Slack's confirm dialog does; resolves to whether the person agreed. */
export function confirmed(words) {
  const dialog = document.getElementById('confirm');
  const title = document.createElement('h2');
  title.id = 'confirm-title';
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
