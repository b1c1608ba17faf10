import type { ContactField, ContactFormView } from '../contact-form.ts';
import { newsroomStringsFor, stringsFor } from '../strings.ts';
import type { PageShell } from '../view.ts';

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
  const problemId = `${name}-problem`;
  const shared = {
    id: name,
    name,
    autocomplete,
    maxlength: maxLength,
    required: isRequired,
    'aria-invalid': problem ? ('true' as const) : undefined,
    'aria-describedby': problem ? problemId : undefined,
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
      {problem && (
        <p class="problem" id={problemId}>
          {strings.problems[name][problem]}
        </p>
      )}
    </div>
  );
}

/** A field that only a machine fills in: out of sight, out of the tab order and out of the accessibility tree. */
export function Trap({ label }: { label: string }) {
  return (
    <div class="trap" aria-hidden="true" inert>
      <label for="website">{label}</label>
      <input id="website" name="website" type="text" tabindex={-1} autocomplete="off" />
    </div>
  );
}
