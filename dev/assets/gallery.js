// The gallery: what is chosen stands in the address, and an edit of a mail shows by itself, where one was reading.
const form = document.querySelector('form');
form.addEventListener('change', () => {
  location.search = new URLSearchParams(new FormData(form)).toString();
});

const PLACE = 'gallery-place';
const place = sessionStorage.getItem(PLACE);
if (place !== null) {
  sessionStorage.removeItem(PLACE);
  scrollTo(0, Number(place));
}

const changes = new EventSource('/changes');
changes.addEventListener('change', () => {
  sessionStorage.setItem(PLACE, String(scrollY));
  location.reload();
});
