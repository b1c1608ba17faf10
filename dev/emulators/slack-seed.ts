type Person = {
  name: string;
  realName: string;
  title: string;
  token: string;
  isAdmin: boolean;
  isGuest: boolean;
  isDeactivated: boolean;
};

function person(name: string, realName: string, title: string, traits: Partial<Person> = {}): Person {
  const plain = { isAdmin: false, isGuest: false, isDeactivated: false };
  return { name, realName, title, token: `xoxp-local-${name}`, ...plain, ...traits };
}

/** The people who use the local Slack page. Ana, the press officer, is the workspace's admin. */
export const people = {
  ana: person('ana', 'Ana Keller', 'Press officer', { isAdmin: true }),
  ben: person('ben', 'Ben Zhou', 'Investor relations'),
  chen: person('chen', 'Chen Li', 'Science communication'),
  gus: person('gus', 'Gus Marti', 'Agency, guest of this workspace', { isGuest: true }),
  dora: person('dora', 'Dora Weiss', 'Left the company', { isDeactivated: true }),
} as const;

export type PersonName = keyof typeof people;

/** Channels by what they are for; the values are names without the number sign. */
export const channelNames = { news: 'newsroom', review: 'news-desk' } as const;

/** Ids of the newsroom's own app in the local workspace. */
export const slackApp = {
  appId: 'A0NEWSDESK',
  botId: 'B0NEWSDESK',
  botUserId: 'U0NEWSDESK',
  botName: 'newsdesk',
  clientId: '1000000001.1000000002',
  clientSecret: 'local-client-secret',
} as const;

export const team = { id: 'T000000001', name: 'Laekna Newsroom', domain: 'newsdesk-local' } as const;

/** What the Slack emulator starts from. `botToken` is the token the newsroom was given. */
export function slackSeed(botToken: string) {
  return {
    team: { name: team.name, domain: team.domain },
    users: Object.values(people).map((person) => ({
      name: person.name,
      real_name: person.realName,
      is_admin: person.isAdmin,
      profile: { title: person.title },
    })),
    channels: [
      { name: channelNames.news, topic: 'What the newsroom publishes' },
      { name: channelNames.review, topic: 'Drafts, approvals and questions of the press team' },
    ],
    oauth_apps: [
      {
        client_id: slackApp.clientId,
        client_secret: slackApp.clientSecret,
        app_id: slackApp.appId,
        name: 'Newsdesk',
        redirect_uris: [],
        bot_id: slackApp.botId,
        bot_user_id: slackApp.botUserId,
        bot_name: slackApp.botName,
      },
    ],
    tokens: [
      {
        token: botToken,
        type: 'bot',
        user: slackApp.botUserId,
        app_id: slackApp.appId,
        client_id: slackApp.clientId,
        bot_id: slackApp.botId,
        bot_user_id: slackApp.botUserId,
      },
      ...Object.values(people).map((person) => ({ token: person.token, type: 'user', user: person.name })),
    ],
  };
}

/** Slash commands that the app has in this workspace. */
export const commandNames: readonly string[] = ['/newsdesk'];
