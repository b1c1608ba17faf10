// Reads what stands in the fields of a message, a modal or App Home.
const uploads = new WeakMap();

/** The value of one field as the stand-in wants it: text, chosen values, or null. */
export function readField(field) {
  const type = field.dataset.field;
  if (type === 'radio_buttons') return field.querySelector('input:checked')?.value ?? null;
  if (type === 'checkboxes') return [...field.querySelectorAll('input:checked')].map((box) => box.value);
  if (type === 'file_input') return uploads.get(field) ?? [];
  if (field.multiple) return [...field.selectedOptions].map((option) => option.value);
  if (type === 'datetimepicker') return field.value ? String(Math.floor(new Date(field.value).getTime() / 1000)) : null;
  return field.value === '' ? null : field.value;
}

/** Values of all fields within a place, by block and action. */
export function stateOf(place) {
  const state = {};
  for (const field of place.querySelectorAll('[data-field]')) {
    const { blockId, actionId } = field.dataset;
    state[blockId] ??= {};
    state[blockId][actionId] = readField(field);
  }
  return state;
}

/** Sends chosen files up at once, as Slack does. */
export async function upload(field, user) {
  const ids = [];
  for (const file of field.files) {
    const form = new FormData();
    form.set('file', file);
    form.set('user', user);
    const response = await fetch('/slack/uploads', { method: 'POST', body: form });
    const { id } = await response.json();
    if (id) ids.push(id);
  }
  uploads.set(field, ids);
}

/** Keeps what was typed where a view is drawn anew with the same field. */
export function keepTyped(before, after) {
  for (const field of after.querySelectorAll('[data-field]')) {
    const { blockId, actionId, field: type } = field.dataset;
    const same = [...before.querySelectorAll('[data-field]')].find(
      (old) => old.dataset.blockId === blockId && old.dataset.actionId === actionId && old.dataset.field === type,
    );
    if (same) copyValue(same, field);
  }
}

function copyValue(from, to) {
  if (to.dataset.field === 'file_input') {
    to.files = from.files;
    uploads.set(to, uploads.get(from) ?? []);
  } else if (to.tagName === 'FIELDSET') {
    const chosen = [...from.querySelectorAll('input:checked')].map((box) => box.value);
    for (const box of to.querySelectorAll('input')) box.checked = chosen.includes(box.value);
  } else if (to.tagName === 'SELECT') {
    const chosen = [...from.selectedOptions];
    for (const { value, textContent } of chosen) {
      if (value && to.dataset.field.includes('external') && ![...to.options].some((option) => option.value === value))
        to.add(new Option(textContent, value));
    }
    for (const option of to.options) option.selected = chosen.some(({ value }) => value === option.value);
  } else to.value = from.value;
}
