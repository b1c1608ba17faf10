import { initialRaw } from '../slack/element-state.ts';
import { type FieldProps, fieldAttributes, optionsOf } from './element-attributes.ts';
import { TextPart } from './text-object.tsx';

/** Draws radio buttons or checkboxes. */
export function Choices(props: FieldProps) {
  const { element, names, label } = props;
  const { id, 'aria-label': spoken, ...attributes } = fieldAttributes(props);
  const held = [initialRaw(element)].flat();
  const type = element.type === 'checkboxes' ? 'checkbox' : 'radio';
  return (
    <fieldset class="e-radios" id={id} {...(label ? { 'aria-label': spoken } : {})} {...attributes}>
      {optionsOf(element).map((option) => (
        <label key={option.value}>
          <input type={type} name={id} value={option.value} checked={held.includes(option.value)} />
          <span>
            <TextPart value={option.text} names={names} />
            {option.description ? (
              <small>
                <TextPart value={option.description} names={names} />
              </small>
            ) : null}
          </span>
        </label>
      ))}
    </fieldset>
  );
}
