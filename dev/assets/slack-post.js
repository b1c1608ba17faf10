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

/**
 * For places that are asked for several times at once, whose answers may overtake each other: call the result when asking, and
 * what that gives once the answer is here. False: a later question was answered meanwhile, so this answer is old.
 */
export function newestFirst() {
  let asked = 0;
  let drawn = 0;
  return () => {
    asked += 1;
    const own = asked;
    return () => {
      if (own < drawn) return false;
      drawn = own;
      return true;
    };
  };
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
