import { type PersonName, people, team } from '../emulators/slack-seed.ts';
import type { InstallWish } from '../slack/oauth.ts';
import { AppIcon } from './avatar.tsx';

/** What the app would be allowed, in the order it asks; `refusal` stands where Slack would not go on. */
export type ConsentView = { viewer: PersonName; wish: InstallWish | null; refusal: string | null };

/** The page on which somebody lets the app into the workspace. */
export function ConsentPage({ viewer, wish, refusal }: ConsentView) {
  const { realName } = people[viewer];
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <title>Install Newsdesk · local Slack</title>
        <link rel="stylesheet" href="/assets/slack-colours.css" />
        <link rel="stylesheet" href="/assets/slack-blocks.css" />
        <link rel="stylesheet" href="/assets/slack-consent.css" />
      </head>
      <body class="consent-page">
        <main class="consent">
          <p class="where">
            <b>{team.name}</b> · local, nothing leaves this machine
          </p>
          <AppIcon size={48} />
          <h1>Newsdesk asks for permission to access {team.name}</h1>
          <p>You are signed in as {realName}.</p>
          {refusal && <p class="refusal">{refusal}</p>}
          {wish && <Scopes scopes={wish.scopes} />}
          {wish && (
            <form method="post">
              <button type="submit" class="e-button" name="answer" value="cancel">
                Cancel
              </button>
              <button class="e-button e-primary" name="answer" value="allow" disabled={refusal !== null} type="submit">
                Allow
              </button>
            </form>
          )}
        </main>
      </body>
    </html>
  );
}

function Scopes({ scopes }: { scopes: readonly string[] }) {
  return (
    <section>
      <h2>What Newsdesk will be able to do</h2>
      <ul>
        {scopes.map((scope) => (
          <li key={scope}>
            <code>{scope}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}
