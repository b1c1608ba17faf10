/** What staff want, in their own words, with the commands that come first to mind and the subjects that hold the rest. */
export type HelpGroup = { wish: string; first: readonly string[]; subjects: readonly string[] };

/** Help from what is done daily to what is done once; each first word of a command is a subject of one group. */
export const HELP_GROUPS: readonly HelpGroup[] = [
  { wish: 'publish and share', first: ['post', 'announce', 'articles'], subjects: ['post', 'announce', 'articles'] },
  {
    wish: 'send a newsletter',
    first: ['digest new', 'digest test', 'digest send', 'digest schedule', 'digest cancel'],
    subjects: ['digest'],
  },
  {
    wish: 'have articles come in and reach a channel',
    first: ['feeds add', 'feeds', 'channels'],
    subjects: ['feeds', 'channels'],
  },
  {
    wish: 'look after readers',
    first: ['subscribers', 'subscribers find', 'subscribers import', 'topics'],
    subjects: ['subscribers', 'topics'],
  },
  {
    wish: 'see what waits and what happened',
    first: ['status', 'queue', 'log', 'dashboard'],
    subjects: ['status', 'queue', 'log', 'dashboard'],
  },
  { wish: 'set the newsroom up', first: ['staff add', 'settings'], subjects: ['staff', 'settings'] },
];

/** What somebody might type, for each command that takes more than its own words; at most two. */
export const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  post: ['post https://news.example.org/our-award'],
  articles: ['articles', 'articles award'],
  announce: ['announce https://news.example.org/our-award', 'announce award'],
  digest: ['digest', 'digest schedules'],
  'digest send': ['digest send', 'digest send weekly'],
  'digest test': ['digest test ana@example.org', 'digest test weekly ana@example.org ben@example.org'],
  'digest status': ['digest status', 'digest status kq3v9x1m2n4p'],
  'digest report': ['digest report here', 'digest report #12 ana@example.org'],
  'digest preview': ['digest preview weekly'],
  'digest audience': ['digest audience weekly'],
  'digest schedule': ['digest schedule weekly', 'digest schedule weekly skip'],
  'feeds add': ['feeds add https://blog.example.org', 'feeds add https://blog.example.org/feed.xml here'],
  'feeds edit': ['feeds edit 2', 'feeds edit example blog'],
  'feeds check': ['feeds check', 'feeds check 2'],
  'feeds pause': ['feeds pause 2', 'feeds pause all'],
  'feeds resume': ['feeds resume 2', 'feeds resume all'],
  'feeds remove': ['feeds remove example blog'],
  'channels edit': ['channels edit 1'],
  'channels pause': ['channels pause 1', 'channels pause #news'],
  'channels resume': ['channels resume 1'],
  'channels remove': ['channels remove 1'],
  'subscribers find': ['subscribers find ana@example.org'],
  'subscribers add': ['subscribers add', 'subscribers add ana@example.org Ana Silva'],
  'topics add': ['topics add “Clinical trials”'],
  'topics rename': ['topics rename 3 Science'],
  'topics remove': ['topics remove 3'],
  'staff add': ['staff add @ana editor', 'staff add @ben viewer'],
  'staff remove': ['staff remove @ben'],
  settings: ['settings', 'settings brand'],
  log: ['log 30', 'log @ben'],
};
