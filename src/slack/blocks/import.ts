import type { Import } from '../../db/readers/imports.ts';
import type { Judged } from '../../services/readers/import-readers.ts';
import { lineName, type ReaderLists } from '../../services/readers/reader-list.ts';
import { localTime, plain } from '../mrkdwn.ts';
import { type KnownBlock, paragraph } from './block.ts';
import { paragraphWithButton } from './buttons.ts';
import { counted, number } from './count.ts';

export const IMPORT_UNDO_ACTION = 'import.undo';
const NAMED = 8;

const KINDS = { cleaned: 'addresses that bounced', unsubscribed: 'people who left', subscribed: 'readers' } as const;

/** What would become of lists, before anything of them is stored; of several, what each was read as. */
export function previewBlocks({ counts, tags, told }: Judged, kinds: ReaderLists['kinds']): KnownBlock[] {
  const sums = [
    `*${number(counts.new)} new* ${counts.new === 1 ? 'reader' : 'readers'} would come in.`,
    `• ${number(counts.known)} known already: they stay as they are`,
    `• ${number(counts.refused)} refused: they left, were erased or cannot be mailed`,
    `• ${counted(counts.bad, 'bad line')}: left out`,
    ...(counts.opt_out > 0 ? [`• ${number(counts.opt_out)} who left elsewhere: noted, so that nobody mails them`] : []),
    ...(counts.bounce > 0 ? [`• ${number(counts.bounce)} addresses that bounced elsewhere: noted likewise`] : []),
  ];
  const named = told
    .filter(({ outcome }) => outcome === 'bad')
    .slice(0, NAMED)
    .map(({ line, reason }) => `• ${lineName(line)}: ${plain(reason, 150)}`);
  const more = counts.bad > named.length ? `\n…and ${number(counts.bad - named.length)} more.` : '';
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
  return `*${counted(newCount, 'reader')}* imported (“${plain(consentSource, 200)}”): ${number(knownCount)} known already, ${number(refusedCount)} refused, ${counted(badCount, 'bad line')}${noted > 0 ? `, ${number(noted)} who may not be mailed noted` : ''}. Importing sends no mail.`;
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
      title: `Remove ${counted(found.newCount, 'reader')}?`,
      text: 'Everybody this import brought goes, unless they confirmed or left since. Opt-outs and bounces it brought stay.',
      confirm: 'Remove',
      deny: 'Keep',
    },
  });
}
