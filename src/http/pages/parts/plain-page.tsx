import type { Child } from 'hono/jsx';
import { Layout } from '../layout.tsx';
import type { PageShell } from '../view.ts';

type PlainPageProps = {
  shell: PageShell;
  title: string;
  lede: string;
  /** Goes before the title in the tab ("Error: "), not in the heading. */
  tabPrefix?: string;
  /** False only for pages that search engines may list. */
  isPersonal?: boolean;
  /** See `PageHead`. */
  switchPath?: string;
  children?: Child;
};

/** A short page with one heading, one sentence and one thing to do. */
export function PlainPage({ shell, title, lede, tabPrefix = '', isPersonal = true, ...rest }: PlainPageProps) {
  const switchPath = rest.switchPath ?? shell.path;
  const head = { title: tabPrefix + title, description: lede, isPersonal, switchPath };
  return (
    <Layout shell={shell} head={head}>
      <div class="wrap page">
        <h1>{title}</h1>
        <p class="lede">{lede}</p>
        {rest.children}
      </div>
    </Layout>
  );
}
