import { budgetOf, checkVariant } from './check-variant.ts';
import { listVariants, type Variant } from './variants.ts';

/** A variant as the gallery shows it: with its size, the most that may be, and what is wrong with it. */
export type Shown = Pick<
  Variant,
  'id' | 'mail' | 'locale' | 'data' | 'subject' | 'preheader' | 'html' | 'text' | 'articles'
> & { bytes: number; budget: number; problems: string[] };

/** Every variant with its findings. */
async function showVariants(): Promise<Shown[]> {
  const shown: Shown[] = [];
  for (const variant of listVariants()) {
    const { articles, data, html, id, locale, mail, preheader, subject, text } = variant;
    shown.push({
      ...{ id, mail, locale, data, subject, preheader, html, text, articles },
      bytes: Buffer.byteLength(html),
      budget: budgetOf(variant),
      problems: await checkVariant(variant),
    });
  }
  return shown;
}

// The gallery runs this in a process of its own after each build: a module that was loaded once stays as it was.
if (import.meta.main) process.stdout.write(JSON.stringify(await showVariants()));
