import type { BlockElement } from '../slack/blocks.ts';
import { initialRaw, type Option } from '../slack/element-state.ts';
import { type FieldProps, fieldAttributes, optionsOf } from './element-attributes.ts';
import type { Names } from './names.ts';
import { plainLabel } from './text-object.tsx';

type Choice = { value: string; text: string };

/** Draws a select of any source; one that is filled from outside gets a box to search in. */
export function Select(props: FieldProps) {
  const { element, names } = props;
  const isMany = element.type.startsWith('multi_');
  const isExternal = element.type.endsWith('external_select');
  const held = [heldBy(element, names)].flat().filter((value) => value !== null);
  const attributes = fieldAttributes(props);
  const placeholder = plainLabel(element.placeholder) || 'Choose an option';
  return (
    <>
      {isExternal && (
        <input
          class="f-text f-search"
          type="search"
          aria-label={`Search ${attributes['aria-label']}`}
          placeholder={placeholder}
          data-search-for={attributes.id}
          data-least={String(element.min_query_length ?? 3)}
        />
      )}
      <select class="e-select" multiple={isMany} {...(isMany ? { size: 4 } : {})} {...attributes}>
        {!isMany && <option value="">{placeholder}</option>}
        <Offered choices={choicesOf(element, names)} held={held} />
        {((element.option_groups ?? []) as { label: unknown; options: Option[] }[]).map((group) => (
          <optgroup key={plainLabel(group.label)} label={plainLabel(group.label)}>
            <Offered choices={group.options.map(choice)} held={held} />
          </optgroup>
        ))}
      </select>
    </>
  );
}

function Offered({ choices, held }: { choices: Choice[]; held: readonly string[] }) {
  return (
    <>
      {choices.map(({ value, text }) => (
        <option key={value} value={value} selected={held.includes(value)}>
          {text}
        </option>
      ))}
    </>
  );
}

function heldBy(element: BlockElement, names: Names): string | string[] | null {
  const initial = initialRaw(element);
  return initial === null && element.default_to_current_conversation === true ? (names.here ?? null) : initial;
}

function choicesOf(element: BlockElement, { users, channels }: Names): Choice[] {
  const named = (known: ReadonlyMap<string, string>, mark: string) =>
    [...known].map(([value, name]) => ({ value, text: mark + name }));
  if (element.type.includes('users_select')) return named(users, '');
  if (element.type.includes('channels_select')) return named(channels, '#');
  if (element.type.includes('conversations_select')) {
    const { include } = (element.filter ?? {}) as { include?: string[] };
    return include && !include.includes('im') ? named(channels, '#') : [...named(channels, '#'), ...named(users, '@')];
  }
  const initial = element.type.includes('external')
    ? ([element.initial_option, element.initial_options].flat() as Option[])
    : [];
  return [...optionsOf(element), ...initial.filter(Boolean)].map(choice);
}

function choice(option: Option): Choice {
  return { value: option.value, text: plainLabel(option.text) };
}
