import type { ContactField, ContactFormView } from '../contact-form.ts';
import { newsroomStringsFor, stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';
import { Problem } from './field-parts.tsx';

type FieldKind = { autocomplete?: string; isRequired: boolean; maxLength: number };

const FIELDS: Record<ContactField, FieldKind> = {
  name: { autocomplete: 'name', isRequired: true, maxLength: 100 },
  email: { autocomplete: 'email', isRequired: true, maxLength: 254 },
  outlet: { autocomplete: 'organization', isRequired: false, maxLength: 200 },
  deadline: { isRequired: false, maxLength: 100 },
  message: { isRequired: true, maxLength: 5000 },
};

/** One input of the question form with what is wrong with it. */
export function Field({ shell, form, name }: { shell: PageShell; form: ContactFormView; name: ContactField }) {
  const strings = newsroomStringsFor(shell.locale);
  const { autocomplete, isRequired, maxLength } = FIELDS[name];
  const problem = form.errors[name];
  const shared = {
    id: name,
    name,
    autocomplete,
    maxlength: maxLength,
    required: isRequired,
    'aria-invalid': problem ? ('true' as const) : undefined,
    'aria-describedby': problem ? `${name}-problem` : undefined,
  };
  return (
    <div class={name === 'message' ? 'field full' : 'field'}>
      <label for={name}>
        {name === 'name' || name === 'email' ? stringsFor(shell.locale)[name] : strings[name]}
        {isRequired && <span aria-hidden="true"> *</span>}
      </label>
      {name === 'message' ? (
        <textarea {...shared} rows={7}>
          {form.values.message ?? ''}
        </textarea>
      ) : (
        <input {...shared} type={name === 'email' ? 'email' : 'text'} value={form.values[name]} />
      )}
      <Problem name={name} text={problem ? strings.problems[name][problem] : null} />
    </div>
  );
}
