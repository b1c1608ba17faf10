import { CONTACT_ROLES, type ContactRole } from '../../db/desk/contact-messages.ts';
import { CONTACT_FIELDS, type ContactFormView } from './contact-form.ts';
import { hrefFor, mailtoHref } from './links.ts';
import { Field } from './parts/contact-fields.tsx';
import { Trap } from './parts/field-parts.tsx';
import { PersonCheck } from './parts/person-check.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { ToNews } from './parts/to-news.tsx';
import { readerStringsFor } from './strings/readers.ts';
import { newsroomStringsFor, stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

export type ContactPageView = {
  shell: PageShell;
  form: ContactFormView;
  roles: readonly ContactRole[];
  topics: readonly { slug: string; name: string }[];
  /** Whom one may write to without the form. */
  office: { name: string; email: string; phone: string | null } | null;
};

/** Whether the form is the answer to one that was not taken. */
export function isRefusedForm({ check, errors }: ContactFormView): boolean {
  return check !== undefined || Object.keys(errors).length > 0;
}

/** The question form to the press or investor relations office. */
export function ContactPage(view: ContactPageView) {
  const { form, office, shell } = view;
  const strings = newsroomStringsFor(shell.locale);
  const isRefused = isRefusedForm(form);
  const { errorPrefix, formProblem } = stringsFor(shell.locale);
  return (
    <PlainPage
      shell={shell}
      title={strings.contactTitle}
      lede={strings.contactText}
      tabPrefix={isRefused ? errorPrefix : ''}
      isPersonal={isRefused}
      switchPath="/contact"
    >
      {isRefused && (
        <div class="alert" role="alert">
          <h2>{formProblem}</h2>
          <p>{strings.contactProblemText}</p>
        </div>
      )}
      <QuestionForm view={view} />
      {office && (
        <div>
          <h2>{strings.contactDirect}</h2>
          <p>{office.name}</p>
          <a class="tap" href={mailtoHref(office.email)}>
            {office.email}
          </a>
          {office.phone && <p>{office.phone}</p>}
        </div>
      )}
    </PlainPage>
  );
}

function QuestionForm({ view: { form, roles, shell, topics } }: { view: ContactPageView }) {
  const strings = newsroomStringsFor(shell.locale);
  const { howWeUse, requiredNote } = stringsFor(shell.locale);
  return (
    <form class="form" method="post" action={hrefFor(shell, '/contact')}>
      <input type="hidden" name="locale" value={shell.locale} />
      {form.started && <input type="hidden" name="started" value={form.started} />}
      <p class="note full">{requiredNote}</p>
      {roles.length > 1 && (
        <Select name="to" label={strings.contactWhom} chosen={form.values.to ?? null}>
          {CONTACT_ROLES.filter((role) => roles.includes(role)).map((role) => [role, strings.roles[role]])}
        </Select>
      )}
      {topics.length > 0 && (
        <Select name="topic" label={strings.topic} chosen={form.values.topic ?? null}>
          {[['', strings.allTopics], ...topics.map(({ name, slug }) => [slug, name] as [string, string])]}
        </Select>
      )}
      {CONTACT_FIELDS.map((name) => (
        <Field key={name} shell={shell} form={form} name={name} />
      ))}
      <Trap shell={shell} />
      <PersonCheck
        shell={shell}
        siteKey={form.siteKey}
        problem={form.check ? readerStringsFor(shell.locale).problems[form.check] : null}
      />
      <p class="note full">
        {strings.contactPrivacy} <a href={hrefFor(shell, '/privacy')}>{howWeUse}</a>
      </p>
      <div class="full">
        <button class="button" type="submit">
          {strings.contactSend}
        </button>
      </div>
    </form>
  );
}

type SelectProps = { name: string; label: string; chosen: string | null; children: [value: string, text: string][] };

function Select({ name, label, chosen, children }: SelectProps) {
  return (
    <div class="field">
      <label for={name}>{label}</label>
      <select id={name} name={name}>
        {children.map(([value, text]) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The answer to every question that was taken. */
export function ContactDonePage({ shell }: { shell: PageShell }) {
  const strings = newsroomStringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.contactDoneTitle} lede={strings.contactDoneText} switchPath="/contact">
      <p>{strings.contactDoneNext}</p>
      <ToNews shell={shell} />
    </PlainPage>
  );
}
