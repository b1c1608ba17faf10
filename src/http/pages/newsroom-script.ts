/**
 * The one script of the public pages, written for browsers as it stands. It loads older news as the reader scrolls (three
 * pages by itself, so that the foot of the page stays in reach, then on request) and copies an article's address. Without
 * it the same links lead to the same places.
 */
export const NEWSROOM_SCRIPT = `(() => {
  'use strict';
  const older = document.querySelector('.older[data-more]');
  const rows = document.querySelector('ul.rows');
  const link = older && older.querySelector('a[rel=next]');
  if (older && rows && link && 'IntersectionObserver' in window) {
    const status = older.querySelector('[role=status]');
    let busy = false;
    let left = 3;
    link.textContent = older.dataset.more;
    const load = async (byHand) => {
      if (busy) return;
      busy = true;
      status.textContent = older.dataset.loading;
      try {
        const answer = await fetch(link.href);
        if (!answer.ok) throw new Error(String(answer.status));
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const found = page.querySelectorAll('ul.rows > li');
        const next = page.querySelector('.older a[rel=next]');
        rows.append(...found);
        if (byHand && found[0]) found[0].querySelector('a').focus();
        if (next) link.href = next.getAttribute('href');
        else {
          observer.disconnect();
          older.remove();
        }
      } catch {
        left = 0;
        observer.disconnect();
        if (byHand) location.href = link.href;
      }
      status.textContent = '';
      busy = false;
    };
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting) || busy || left === 0) return;
        left -= 1;
        load(false).then(() => {
          observer.unobserve(older);
          if (older.isConnected && left > 0) observer.observe(older);
        });
      },
      { rootMargin: '0px 0px 400px' },
    );
    observer.observe(older);
    link.addEventListener('click', (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
      event.preventDefault();
      load(true);
    });
  }
  for (const button of document.querySelectorAll('button[data-copy]')) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener('click', async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.copied;
    });
  }
})();
`;
