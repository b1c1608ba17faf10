import { Layout } from './layout.tsx';
import type { PageShell } from './view.ts';

type ApiPageRoute = {
  method: string;
  path: string;
  about: string;
  gives: string;
  fields: { name: string; isNeeded: boolean; what: string }[];
};

/** The API for people: what scripts may do, what each request takes and gives. */
export function ApiPage({ shell, routes }: { shell: PageShell; routes: readonly ApiPageRoute[] }) {
  const title = 'The API';
  const lede = 'What scripts may do with Authorization: Bearer ADMIN_TOKEN.';
  return (
    <Layout shell={shell} head={{ title, description: lede, isPersonal: true, switchPath: '/' }}>
      <div class="wrap page" lang="en">
        <h1>{title}</h1>
        <p class="lede">{lede}</p>
        <p>
          For programs: <a href={`${shell.brand.baseUrl}/api/v1/openapi.json`}>openapi.json</a> (OpenAPI 3.1). Errors
          are <code>{'{"error":{"code","message","fields"}}'}</code>.
        </p>
        {routes.map(({ about, fields, gives, method, path }) => (
          <section key={`${method} ${path}`}>
            <h2>{about}</h2>
            <p>
              <code>
                {method.toUpperCase()} {path}
              </code>
            </p>
            {fields.length > 0 ? (
              <ul>
                {fields.map(({ isNeeded, name, what }) => (
                  <li key={name}>
                    <code>{name}</code>
                    {isNeeded ? ' (needed)' : ''}: {what}
                  </li>
                ))}
              </ul>
            ) : null}
            <p class="muted">Gives: {gives}.</p>
          </section>
        ))}
      </div>
    </Layout>
  );
}
