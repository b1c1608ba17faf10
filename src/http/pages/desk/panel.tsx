import type { Child } from 'hono/jsx';

/** One chart with its heading and what it means. */
export function Panel(props: { id: string; title: string; text: string; isWide?: boolean; children?: Child }) {
  const { children, id, isWide = false, text, title } = props;
  return (
    <section class={isWide ? 'panel full' : 'panel'} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <p>{text}</p>
      {children}
    </section>
  );
}
