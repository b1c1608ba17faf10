import { initialRaw } from '../slack/element-state.ts';
import { Choices } from './choices.tsx';
import { type FieldProps, fieldAttributes } from './element-attributes.ts';
import { Select } from './select.tsx';
import { plainLabel } from './text-object.tsx';

/** Types of `<input>` for the elements that are one. */
const inputTypes: Record<string, string> = {
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'text',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
};

/** Draws an element that holds a value. `data-field` tells the script how to read it. */
export function Field(props: FieldProps) {
  const { element } = props;
  const type = inputTypes[element.type];
  if (type) return <Line {...props} type={type} />;
  if (element.type === 'plain_text_input' || element.type === 'rich_text_input') return <Text {...props} />;
  if (element.type === 'radio_buttons' || element.type === 'checkboxes') return <Choices {...props} />;
  if (element.type === 'file_input') return <FileField {...props} />;
  if (element.type.endsWith('_select')) return <Select {...props} />;
  return <span class="b-unknown">{element.type}</span>;
}

function Text(props: FieldProps) {
  const { element } = props;
  const attributes = {
    ...fieldAttributes(props),
    placeholder: plainLabel(element.placeholder),
    ...(element.max_length ? { maxlength: Number(element.max_length) } : {}),
    ...(element.focus_on_load === true ? { autofocus: true } : {}),
  };
  const value = String(initialRaw(element) ?? '');
  if (element.multiline === true || element.type === 'rich_text_input') {
    return (
      <textarea class="f-text" rows={4} {...attributes}>
        {value}
      </textarea>
    );
  }
  return <input class="f-text" type="text" value={value} {...attributes} />;
}

function Line(props: FieldProps & { type: string }) {
  const { element, type } = props;
  const initial = initialRaw(element);
  const value = type === 'datetime-local' && initial ? localMinute(Number(initial)) : String(initial ?? '');
  const isNumber = element.type === 'number_input';
  return (
    <input
      class={type === 'email' || type === 'url' || isNumber ? 'f-text' : 'f-short'}
      type={type}
      value={value}
      placeholder={plainLabel(element.placeholder)}
      {...(isNumber ? { inputmode: 'decimal' } : {})}
      {...fieldAttributes(props)}
    />
  );
}

/** A time as `<input type="datetime-local">` wants it, in this machine's zone. */
function localMinute(unix: number): string {
  const date = new Date(unix * 1000);
  return new Date(unix * 1000 - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

function FileField(props: FieldProps) {
  const { element } = props;
  const types = (element.filetypes as string[] | undefined)?.map((type) => `.${type}`).join(',');
  return (
    <input
      class="f-file"
      type="file"
      multiple={Number(element.max_files ?? 10) > 1}
      {...(types ? { accept: types } : {})}
      {...fieldAttributes(props)}
    />
  );
}
