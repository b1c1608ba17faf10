import type { Block } from '../emulators/slack-api.ts';
import { type BlockElement, type TextObject, withBlockIds } from '../slack/blocks.ts';
import { Chart, DataTable } from './data-blocks.tsx';
import { Element } from './elements.tsx';
import { LibraryBlock } from './library-block.tsx';
import type { Names } from './names.ts';
import { RichText } from './rich-text.tsx';
import { plainLabel, TextPart } from './text-object.tsx';

/** Draws Block Kit. Blocks that newsroom messages are made of are drawn here, rarer ones by a library. */
export function Blocks({ blocks, names }: { blocks: readonly Block[]; names: Names }) {
  return <>{withBlockIds(blocks).map((block) => drawBlock(block, names))}</>;
}

function drawBlock(block: Block, names: Names) {
  switch (block.type) {
    case 'header':
      return <h4 class="b-header">{plainLabel(block.text)}</h4>;
    case 'section':
      return <Section block={block} names={names} />;
    case 'divider':
      return <hr class="b-divider" />;
    case 'image':
      return <Picture block={block} />;
    case 'context':
      return <div class="b-context">{elementsIn(block).map((element) => drawContextPart(element, names))}</div>;
    case 'actions':
    case 'context_actions':
      return <div class="b-actions">{elementsIn(block).map((element) => drawElement(element, block, names))}</div>;
    case 'input':
      return <Input block={block} names={names} />;
    case 'alert':
      return (
        <div class={`b-alert b-alert-${String(block.level ?? 'default')}`} role="note">
          <TextPart value={block.text} names={names} />
        </div>
      );
    case 'container':
      return <Container block={block} names={names} />;
    case 'rich_text':
      return <RichText elements={block.elements} names={names} />;
    case 'data_visualization':
      return <Chart block={block} />;
    case 'data_table':
    case 'table':
      return <DataTable block={block} names={names} />;
    default:
      return <LibraryBlock block={block} names={names} />;
  }
}

function drawElement(element: BlockElement, block: Block, names: Names) {
  return Element({ element, blockId: String(block.block_id), names });
}

function Input({ block, names }: { block: Block; names: Names }) {
  const id = String(block.block_id);
  const element = block.element as BlockElement;
  const label = plainLabel(block.label);
  return (
    <div class="b-input" data-input-block={id} {...(block.dispatch_action === true ? { 'data-dispatch': 'true' } : {})}>
      <label for={`${id}-${String(element.action_id)}`}>
        {label} {block.optional === true && <small>(optional)</small>}
      </label>
      <Element element={element} blockId={id} names={names} label={label} />
      <p class="f-error" id={`${id}-error`} role="alert" />
      <p class="f-hint" id={`${id}-hint`}>
        {plainLabel(block.hint)}
      </p>
    </div>
  );
}

function Container({ block, names }: { block: Block; names: Names }) {
  const children = <Blocks blocks={(block.child_blocks ?? []) as Block[]} names={names} />;
  const title = plainLabel(block.title);
  const subtitle = plainLabel(block.subtitle);
  if (block.is_collapsible !== true) {
    return (
      <section class="b-container">
        {title && <h4>{title}</h4>}
        {subtitle && <p>{subtitle}</p>}
        {children}
      </section>
    );
  }
  return (
    <details class="b-container" open={block.default_collapsed !== true}>
      <summary>
        {title} {subtitle && <small>{subtitle}</small>}
      </summary>
      {children}
    </details>
  );
}

function elementsIn(block: Block): BlockElement[] {
  return (block.elements ?? []) as BlockElement[];
}

function Section({ block, names }: { block: Block; names: Names }) {
  const fields = (block.fields ?? []) as TextObject[];
  return (
    <div class="b-section">
      <div class="b-section-body">
        <TextPart value={block.text} names={names} />
        {fields.length > 0 && <div class="b-fields">{fields.map((field) => drawField(field, names))}</div>}
      </div>
      {block.accessory ? (
        <div class="b-accessory">
          <Element element={block.accessory as BlockElement} blockId={String(block.block_id)} names={names} />
        </div>
      ) : null}
    </div>
  );
}

function drawField(field: TextObject, names: Names) {
  return (
    <div>
      <TextPart value={field} names={names} />
    </div>
  );
}

function Picture({ block }: { block: Block }) {
  const title = plainLabel(block.title);
  return (
    <figure class="b-image">
      {title && <figcaption>{title} ▾</figcaption>}
      <img src={String(block.image_url ?? '')} alt={String(block.alt_text ?? '')} loading="lazy" />
    </figure>
  );
}

function drawContextPart(element: BlockElement, names: Names) {
  if (element.type === 'image') return <img src={String(element.image_url)} alt={String(element.alt_text ?? '')} />;
  return (
    <span>
      <TextPart value={element} names={names} />
    </span>
  );
}
