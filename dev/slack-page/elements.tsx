import type { BlockElement } from '../slack/blocks.ts';
import type { Names } from './names.ts';
import { plainLabel, TextPart } from './text-object.tsx';

type Option = { value: string; text: unknown; description?: unknown; url?: string };

/** Draws what a person can press or choose in a message. The page's script sends the click on. */
export function Element({ element, names }: { element: BlockElement; names: Names }) {
  switch (element.type) {
    case 'button':
      return <Button element={element} />;
    case 'image':
      return <img class="e-image" src={String(element.image_url)} alt={String(element.alt_text ?? '')} />;
    case 'overflow':
      return <Overflow element={element} />;
    case 'static_select':
      return <Select element={element} />;
    case 'radio_buttons':
      return <Radios element={element} names={names} />;
    default:
      return <span class="b-unknown">{element.type}</span>;
  }
}

function acts(element: BlockElement): Record<string, string> {
  const confirm = element.confirm ? { 'data-confirm': JSON.stringify(confirmWords(element.confirm)) } : {};
  return { 'data-action-id': String(element.action_id ?? ''), ...confirm };
}

type Confirm = { title?: unknown; text?: unknown; confirm?: unknown; deny?: unknown; style?: string };

function confirmWords(value: unknown) {
  const confirm = value as Confirm;
  return {
    title: plainLabel(confirm.title),
    text: plainLabel(confirm.text),
    confirm: plainLabel(confirm.confirm) || 'Yes',
    deny: plainLabel(confirm.deny) || 'No',
    isDanger: confirm.style === 'danger',
  };
}

function Button({ element }: { element: BlockElement }) {
  const look = element.style === 'primary' || element.style === 'danger' ? ` e-${element.style}` : '';
  const label = plainLabel(element.text);
  const url = typeof element.url === 'string' ? element.url : null;
  const spoken = element.accessibility_label ? { 'aria-label': String(element.accessibility_label) } : {};
  // A button with an address opens it and tells the app as well.
  if (url && /^https?:\/\//i.test(url)) {
    return (
      <a class={`e-button${look}`} href={url} target="_blank" rel="noopener noreferrer" {...acts(element)} {...spoken}>
        {label}
      </a>
    );
  }
  return (
    <button type="button" class={`e-button${look}`} {...acts(element)} {...spoken}>
      {label}
    </button>
  );
}

function Overflow({ element }: { element: BlockElement }) {
  return (
    <details class="e-overflow">
      <summary aria-label="More actions">⋯</summary>
      <div class="e-menu">
        {((element.options ?? []) as Option[]).map((option) => (
          <button key={option.value} type="button" data-value={option.value} {...acts(element)}>
            {plainLabel(option.text)}
          </button>
        ))}
      </div>
    </details>
  );
}

function Select({ element }: { element: BlockElement }) {
  const chosen = (element.initial_option as Option | undefined)?.value;
  const groups = (element.option_groups ?? []) as { label: unknown; options: Option[] }[];
  return (
    <select class="e-select" aria-label={plainLabel(element.placeholder) || 'Choose'} {...acts(element)}>
      {chosen === undefined && (
        <option value="" disabled selected>
          {plainLabel(element.placeholder) || 'Choose an option'}
        </option>
      )}
      <Options options={(element.options ?? []) as Option[]} chosen={chosen} />
      {groups.map((group) => (
        <optgroup key={plainLabel(group.label)} label={plainLabel(group.label)}>
          <Options options={group.options} chosen={chosen} />
        </optgroup>
      ))}
    </select>
  );
}

function Options({ options, chosen }: { options: Option[]; chosen: string | undefined }) {
  return (
    <>
      {options.map((option) => (
        <option key={option.value} value={option.value} selected={option.value === chosen}>
          {plainLabel(option.text)}
        </option>
      ))}
    </>
  );
}

function Radios({ element, names }: { element: BlockElement; names: Names }) {
  const chosen = (element.initial_option as Option | undefined)?.value;
  return (
    <fieldset class="e-radios">
      {((element.options ?? []) as Option[]).map((option) => (
        <label key={option.value}>
          <input
            type="radio"
            name={String(element.action_id)}
            value={option.value}
            checked={option.value === chosen}
            {...acts(element)}
          />
          <TextPart value={option.text} names={names} />
        </label>
      ))}
    </fieldset>
  );
}
