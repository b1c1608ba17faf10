import { isFields } from '../slack/block-kit/problems.ts';
import type { BlockElement } from '../slack/blocks.ts';
import type { Option } from '../slack/element-state.ts';
import { acts } from './element-attributes.ts';
import { Field } from './fields.tsx';
import type { Names } from './names.ts';
import { plainLabel } from './text-object.tsx';

/** An element where it stands; `label` is that of its input block, empty elsewhere. */
export type Placed = { element: BlockElement; blockId: string; names: Names; label?: string };

/** Draws what a person can press, choose or fill in. The page's script sends it on. */
export function Element({ element, blockId, names, label = '' }: Placed) {
  switch (element.type) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return <Button element={element} blockId={blockId} />;
    case 'feedback_buttons':
      return <Feedback element={element} blockId={blockId} />;
    case 'image':
      return <img class="e-image" src={String(element.image_url)} alt={String(element.alt_text ?? '')} />;
    case 'overflow':
      return <Overflow element={element} blockId={blockId} />;
    default:
      return <Field element={element} blockId={blockId} names={names} label={label} />;
  }
}

type Pressable = { element: BlockElement; blockId: string };

function Button({ element, blockId }: Pressable) {
  const look = element.style === 'primary' || element.style === 'danger' ? ` e-${element.style}` : '';
  const label = plainLabel(element.text);
  const url = typeof element.url === 'string' ? element.url : null;
  const spoken = element.accessibility_label ? { 'aria-label': String(element.accessibility_label) } : {};
  // A button with an address opens it and tells the app as well.
  if (url && /^https?:\/\//i.test(url)) {
    return (
      <a
        class={`e-button${look}`}
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        {...acts(element, blockId)}
        {...spoken}
      >
        {label}
      </a>
    );
  }
  return (
    <button type="button" class={`e-button${look}`} {...acts(element, blockId)} {...spoken}>
      {label}
    </button>
  );
}

function Feedback({ element, blockId }: Pressable) {
  const buttons = [element.positive_button, element.negative_button].filter(isFields);
  return (
    <>
      {buttons.map((button) => (
        <button
          key={String(button.value)}
          type="button"
          class="e-button"
          data-value={String(button.value)}
          {...acts(element, blockId)}
        >
          {plainLabel(button.text)}
        </button>
      ))}
    </>
  );
}

function Overflow({ element, blockId }: Pressable) {
  return (
    <details class="e-overflow">
      <summary aria-label="More actions">⋯</summary>
      <div class="e-menu">
        {((element.options ?? []) as (Option & { url?: string })[]).map((option) => (
          <button
            key={option.value}
            type="button"
            data-value={option.value}
            data-url={option.url}
            {...acts(element, blockId)}
          >
            {plainLabel(option.text)}
          </button>
        ))}
      </div>
    </details>
  );
}
