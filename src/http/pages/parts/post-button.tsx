import { hrefFor } from '../links.ts';
import type { PageShell } from '../view.ts';

type PostButtonProps = {
  shell: PageShell;
  path: string;
  /** The hidden inputs, by name. */
  fields: Record<string, string>;
  label: string;
  isQuiet?: boolean;
};

/** One button that acts by POST: opening the page, as mail scanners do, changes nothing. */
export function PostButton({ shell, path, fields, label, isQuiet = false }: PostButtonProps) {
  return (
    <form method="post" action={hrefFor(shell, path)}>
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button class={isQuiet ? 'button quiet' : 'button'} type="submit">
        {label}
      </button>
    </form>
  );
}
