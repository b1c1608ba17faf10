/** Words staff may type for a command's own word. */
const NOUNS = new Map(
  Object.entries({
    feed: 'feeds',
    article: 'articles',
    news: 'articles',
    publish: 'post',
    write: 'post',
    share: 'announce',
    newsletter: 'digest',
    newsletters: 'digest',
    digests: 'digest',
    issue: 'digest',
    channel: 'channels',
    routes: 'channels',
    topic: 'topics',
    readers: 'subscribers',
    reader: 'subscribers',
    subscriber: 'subscribers',
    people: 'staff',
    team: 'staff',
    setting: 'settings',
    history: 'log',
    undo: 'log',
    approvals: 'queue',
    '?': 'help',
  }),
);
/** Words for what is to be done; they may stand second, where a noun would be what somebody looks for. */
const VERBS = new Map(
  Object.entries({
    rm: 'remove',
    delete: 'remove',
    subscribe: 'add',
    unpause: 'resume',
    restore: 'resume',
    ls: 'list',
  }),
);

/** What was typed after the command: its words, quotes and Slack's link wrapping undone, the first two folded to command words. */
export function readCommandText(text: string): string[] {
  const plain = text
    .replace(/[“”„]/g, '"')
    .replace(/[‘’]/g, "'")
    .replace(/(^|\s)[—–](?=\w)/g, '$1--')
    .replace(/<((?:https?:|mailto:)[^|>\s]+)(?:\|[^>]*)?>/g, '$1');
  const words = [...plain.matchAll(/"([^"]*)"|(\S+)/g)].map((match) => match[1] ?? match[2] ?? '');
  return words.map((word, index) => {
    if (index > 1 || word.includes('://')) return word;
    const folded = word.toLowerCase();
    return (index === 0 ? NOUNS.get(folded) : undefined) ?? VERBS.get(folded) ?? folded;
  });
}

/** The candidate nearest to a mistyped word (at most two edits away), or null. */
export function nearestWord(word: string, candidates: readonly string[]): string | null {
  const ranked = candidates.map((candidate) => ({ candidate, distance: editDistance(word.slice(0, 40), candidate) }));
  ranked.sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= 2 ? best.candidate : null;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
