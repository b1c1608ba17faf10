/** Where the dashboard's script stands. */
export const DESK_SCRIPT_PATH = '/desk.js';

/**
 * Keeps the running sends up to date, written for browsers as it stands: asks for that part anew every few seconds while
 * somebody looks. A send that is over changes the figures below, so the page is loaded anew, as it is where the session is over:
 * it then says so itself.
 */
export const DESK_SCRIPT = `(() => {
  'use strict';
  const ask = async () => {
    const shown = document.getElementById('running');
    let seconds = Number(shown.dataset.seconds);
    if (document.visibilityState === 'visible') {
      try {
        const answer = await fetch(shown.dataset.from, { credentials: 'same-origin' });
        if (answer.status === 403) return location.reload();
        if (answer.ok) {
          const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
          const fresh = page.getElementById('running');
          const runs = (part) => part.querySelectorAll('.run').length;
          if (fresh && runs(fresh) < runs(shown)) return location.reload();
          if (fresh) shown.replaceWith(document.adoptNode(fresh));
        }
      } catch {
        seconds = 30;
      }
    }
    setTimeout(ask, seconds * 1000);
  };
  setTimeout(ask, Number(document.getElementById('running').dataset.seconds) * 1000);
})();
`;
