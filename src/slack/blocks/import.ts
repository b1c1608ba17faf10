import type { Import } from '../../db/readers/imports.ts';
import type { Judged } from '../../services/readers/import-readers.ts';
import { lineName, type ReaderLists } from '../../services/readers/reader-list.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { paragraphWithButton } from './buttons.ts';

export const IMPORT_UNDO_ACTION = 'import.undo';
const NAMED = 8;

export function count(number: number): string {
  return number.toLocaleString('en');
}

function lines(number: number): string {
  return `${count(number)} bad ${number === 1 ? 'line' : 'lines'}`;
}

function readers(number: number): string {
  return `${count(number)} ${number === 1 ? 'reader' : 'readers'}`;
}

const KINDS = { cleaned: 'addresses that bounced', unsubscribed: 'people who left', subscribed: 'readers' } as const;

/** What would become of lists, before anything of them is stored; of several, what each was read as. */
export function previewBlocks({ counts, tags, told }: Judged, kinds: ReaderLists['kinds']): KnownBlock[] {
  const sums = [
    `*${count(counts.new)} new* ${counts.new === 1 ? 'reader' : 'readers'} would come in.`,
    `• ${count(counts.known)} known already: they stay as they are`,
    `• ${count(counts.refused)} refused: they left, were erased or cannot be mailed`,
    `• ${lines(counts.bad)}: left out`,
    ...(counts.opt_out > 0 ? [`• ${count(counts.opt_out)} who left elsewhere: noted, so that nobody mails them`] : []),
    ...(counts.bounce > 0 ? [`• ${count(counts.bounce)} addresses that bounced elsewhere: noted likewise`] : []),
  ];
  const named = told
    .filter(({ outcome }) => outcome === 'bad')
    .slice(0, NAMED)
    .map(({ line, reason }) => `• ${lineName(line)}: ${plain(reason, 150)}`);
  const more = counts.bad > named.length ? `\n…and ${count(counts.bad - named.length)} more.` : '';
  const unknown = tags.slice(0, NAMED).map((tag) => plain(tag, 60));
  const read = kinds.map((kind, at) => `list ${at + 1}: ${KINDS[kind]}`).join(', ');
  return [
    ...(kinds.length > 1 ? [paragraph(`I read these together, ${read}.`)] : []),
    paragraph(sums.join('\n')),
    ...(named.length > 0 ? [paragraph(`*Lines I can’t take*\n${named.join('\n')}${more}`)] : []),
    ...(unknown.length > 0
      ? [paragraph(`These tags name no public topic and are left out: ${unknown.join(', ')}.`)]
      : []),
  ];
}

/** What came of an import, in a sentence. */
export function importedText(found: Import): string {
  const { badCount, bounceCount, consentSource, knownCount, newCount, optOutCount, refusedCount } = found;
  const noted = optOutCount + bounceCount;
  return `*${readers(newCount)}* imported (“${plain(consentSource, 200)}”): ${count(knownCount)} known already, ${count(refusedCount)} refused, ${lines(badCount)}${noted > 0 ? `, ${count(noted)} who may not be mailed noted` : ''}. Importing sends no mail.`;
}

/** An import with the way to take it back, which holds until the first newsletter to any of its readers. */
export function importBlock(found: Import): KnownBlock {
  const text = `${importedText(found)}\n${localTime(found.createdAt)}`;
  return paragraphWithButton(text, {
    actionId: IMPORT_UNDO_ACTION,
    label: 'Remove this import',
    value: found.publicId,
    style: 'danger',
    confirm: {
      title: `Remove ${readers(found.newCount)}?`,
      text: 'Everybody this import brought goes, unless they confirmed or left since. Opt-outs and bounces it brought stay.',
      confirm: 'Remove',
      deny: 'Keep',
    },
  });
}
