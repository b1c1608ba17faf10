import type { Subscriber } from '../../db/readers/subscribers.ts';
import { hrefFor } from './links.ts';
import { Choice } from './parts/choice.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { PostButton } from './parts/post-button.tsx';
import { SIGN_UP_INPUTS } from './sign-up-inputs.ts';
import { readerStringsFor } from './strings/readers.ts';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

const PATH = '/preferences/details';

export type DetailsView = {
  shell: PageShell;
  token: string;
  subscriber: Subscriber;
  /** What the last press led to, for the reader to read first. */
  notice: { text: string; isProblem: boolean } | null;
};

/** A reader's own details behind a fresh link. Only `POST /preferences/details` acts, as `act` says. */
export function DetailsPage(view: DetailsView) {
  const { notice, shell, subscriber, token } = view;
  const strings = readerStringsFor(shell.locale);
  return (
    <PlainPage
      shell={shell}
      title={strings.ownTitle}
      lede={strings.ownLede(shell.brand.siteName)}
      tabPrefix={notice?.isProblem ? stringsFor(shell.locale).errorPrefix : ''}
      switchPath={`${PATH}?t=${encodeURIComponent(token)}`}
    >
      {notice && (
        <p class={notice.isProblem ? 'problem' : 'done'} role={notice.isProblem ? 'alert' : 'status'}>
          {notice.text}
        </p>
      )}
      {subscriber.state === 'active' && <OwnFields view={view} />}
      {subscriber.state === 'active' && <NewAddress view={view} />}
      <section class="part">
        <h2>{strings.exportTitle}</h2>
        <p>{strings.exportText}</p>
        <PostButton
          shell={shell}
          path={PATH}
          fields={{ t: token, act: 'export' }}
          label={strings.exportButton}
          isQuiet
        />
      </section>
      <Erase view={view} />
    </PlainPage>
  );
}

function OwnFields({ view: { shell, subscriber, token } }: { view: DetailsView }) {
  const strings = stringsFor(shell.locale);
  return (
    <form class="form" method="post" action={hrefFor(shell, PATH)}>
      <input type="hidden" name="t" value={token} />
      <input type="hidden" name="act" value="save" />
      {(['name', 'company', 'occupation'] as const).map((name) => (
        <div class="field" key={name}>
          <label for={name}>{strings[name]}</label>
          <input
            id={name}
            name={name}
            value={subscriber[name] ?? ''}
            autocomplete={SIGN_UP_INPUTS[name].autocomplete}
            maxlength={SIGN_UP_INPUTS[name].maxLength}
            required={SIGN_UP_INPUTS[name].isRequired}
          />
        </div>
      ))}
      <div class="full">
        <button class="button" type="submit">
          {readerStringsFor(shell.locale).ownSave}
        </button>
      </div>
    </form>
  );
}

function NewAddress({ view: { shell, subscriber, token } }: { view: DetailsView }) {
  const strings = readerStringsFor(shell.locale);
  return (
    <section class="part">
      <h2>{strings.addressTitle}</h2>
      <p>
        <span class="mask">{subscriber.email}</span>
      </p>
      <p>{strings.addressText}</p>
      <form class="form" method="post" action={hrefFor(shell, PATH)}>
        <input type="hidden" name="t" value={token} />
        <input type="hidden" name="act" value="address" />
        <div class="field full">
          <label for="email">{strings.addressLabel}</label>
          <input id="email" name="email" type="email" autocomplete="email" maxlength={254} required />
        </div>
        <div class="full">
          <button class="button quiet" type="submit">
            {strings.addressButton}
          </button>
        </div>
      </form>
    </section>
  );
}

function Erase({ view: { shell, token } }: { view: DetailsView }) {
  const strings = readerStringsFor(shell.locale);
  return (
    <section class="part">
      <h2>{strings.eraseTitle}</h2>
      <p>{strings.eraseText}</p>
      <form method="post" action={hrefFor(shell, PATH)}>
        <input type="hidden" name="t" value={token} />
        <input type="hidden" name="act" value="erase" />
        <Choice type="checkbox" name="sure" value="yes" isRequired>
          {strings.eraseTick}
        </Choice>
        <p class="actions">
          <button class="button quiet" type="submit">
            {strings.eraseButton}
          </button>
        </p>
      </form>
    </section>
  );
}

/** Where the link of a change of address leads. Only the button's `POST /preferences/address` with `t` acts. */
export function NewAddressPage({ shell, token }: { shell: PageShell; token: string }) {
  const strings = readerStringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.newAddressTitle} lede={strings.newAddressText(shell.brand.siteName)}>
      <PostButton shell={shell} path="/preferences/address" fields={{ t: token }} label={strings.newAddressButton} />
    </PlainPage>
  );
}
