import { hrefFor, pathIn } from '../links.ts';
import { newsroomStringsFor } from '../strings.ts';
import type { FilterView, PageShell } from '../view.ts';

/** Search and the ways to narrow a list: a form that asks by GET, so that what it finds has an address. */
export function NewsFilter({ shell, filter }: { shell: PageShell; filter: FilterView }) {
  const strings = newsroomStringsFor(shell.locale);
  const { chosen, kinds, path, topics, years } = filter;
  const isNarrowed = chosen.kind !== null || chosen.year !== null || chosen.question !== '' || chosen.topic !== null;
  return (
    <search>
      <form class="find" method="get" action={pathIn(shell.brand, path)}>
        {shell.localeChosen && <input type="hidden" name="lang" value={shell.locale} />}
        <input
          class="ask"
          type="search"
          name="q"
          value={chosen.question}
          maxlength={200}
          placeholder={strings.search}
          aria-label={strings.search}
        />
        {kinds.length > 1 && (
          <Select
            name="kind"
            label={strings.kind}
            all={strings.allKinds}
            chosen={chosen.kind}
            options={kinds.map(({ value, label }) => [value, label])}
          />
        )}
        {path === '/' && topics.length > 0 && (
          <Select
            name="topic"
            label={strings.topic}
            all={strings.allTopics}
            chosen={chosen.topic}
            options={topics.map(({ slug, name }) => [slug, name])}
          />
        )}
        {years.length > 1 && (
          <Select
            name="year"
            label={strings.year}
            all={strings.allYears}
            chosen={chosen.year === null ? null : String(chosen.year)}
            options={years.map((year) => [String(year), String(year)])}
          />
        )}
        <button class="button quiet" type="submit">
          {strings.searchButton}
        </button>
        {isNarrowed && (
          <a class="tap" href={hrefFor(shell, path)}>
            {strings.showAll}
          </a>
        )}
      </form>
    </search>
  );
}

type SelectProps = {
  name: string;
  label: string;
  all: string;
  chosen: string | null;
  options: (readonly [value: string, label: string])[];
};

function Select({ name, label, all, chosen, options }: SelectProps) {
  return (
    <select name={name} aria-label={label}>
      <option value="">{all}</option>
      {options.map(([value, text]) => (
        <option key={value} value={value} selected={value === chosen}>
          {text}
        </option>
      ))}
    </select>
  );
}
