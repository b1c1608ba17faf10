import { PostButton } from '../parts/post-button.tsx';
import type { PageShell } from '../view.ts';
import { DeskLayout } from './desk-layout.tsx';

/** Where a link from Slack leads: programs that open links to look at them press no button, and so do not use it up. */
export function DoorPage({ shell, token }: { shell: PageShell; token: string }) {
  return (
    <DeskLayout shell={shell} title="Open the dashboard">
      <div class="wrap page">
        <h1>Open the dashboard</h1>
        <p class="lede">
          It shows how {shell.brand.siteName} is doing: readers, newsletters, feeds. The link works once, for you alone.
        </p>
        <PostButton shell={shell} path="/desk" fields={{ t: token }} label="Open the dashboard" />
      </div>
    </DeskLayout>
  );
}

/** For somebody without a session, or with a link that opens nothing. */
export function ClosedPage({ shell, reason }: { shell: PageShell; reason: 'link' | 'session' | 'left' }) {
  const words = {
    link: 'This link was used already, is older than ten minutes, or belongs to somebody without a role here.',
    session: 'You are not signed in, or your time or role here has ended.',
    left: 'You have left the dashboard.',
  };
  return (
    <DeskLayout shell={shell} title="The dashboard is closed">
      <div class="wrap page">
        <h1>{reason === 'left' ? 'See you soon' : 'The dashboard is closed'}</h1>
        <p class="lede">{words[reason]} Nothing was changed.</p>
        <p>
          Type <code>/newsdesk dashboard</code> in Slack for a new link.
        </p>
      </div>
    </DeskLayout>
  );
}
