import { AppError } from '../../domain/errors.ts';

/** An address as people type it: "example.com" is one too. Throws AppError('invalid'). */
export function typedAddress(word: string): string {
  if (/^https?:\/\//i.test(word)) return word;
  if (/^[\w-]+(?:\.[\w-]+)+(?:[/?#:]|$)/.test(word)) return `https://${word}`;
  throw new AppError('invalid', 'Give an address, as in https://example.com. Nothing was done.', {
    fields: { url: 'is missing' },
  });
}
