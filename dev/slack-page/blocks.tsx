import type { Block } from '../emulators/slack-api.ts';
import type { BlockElement, TextObject } from '../slack/blocks.ts';
import { Element } from './elements.tsx';
import { LibraryBlock } from './library-block.tsx';
import type { Names } from './names.ts';
import { RichText } from './rich-text.tsx';
import { plainLabel, TextPart } from './text-object.tsx';

/** Draws Block Kit. Blocks that newsroom messages are made of are drawn here, rarer ones by a library. */
export function Blocks({ blocks, names }: { blocks: readonly Block[]; names: Names }) {
  return <>{blocks.map((block) => drawBlock(block, names))}</>;
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
      return <div class="b-actions">{elementsIn(block).map((element) => Element({ element, names }))}</div>;
    case 'rich_text':
      return <RichText elements={block.elements} names={names} />;
    default:
      return <LibraryBlock block={block} names={names} />;
  }
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
          <Element element={block.accessory as BlockElement} names={names} />
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
