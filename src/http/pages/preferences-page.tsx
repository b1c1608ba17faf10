import type { Child } from 'hono/jsx';
import { dayText } from '../../domain/date-text.ts';
import { FREQUENCIES } from '../../domain/frequency.ts';
import { PAUSE_WEEKS, type Preferences } from '../../services/readers/preferences.ts';
import { hrefFor } from './links.ts';
import { Choice } from './parts/choice.tsx';
import { PlainPage } from './parts/plain-page.tsx';
import { PostButton } from './parts/post-button.tsx';
import { readerStringsFor } from './strings/readers.ts';
import { stringsFor } from './strings.ts';
import type { PageShell } from './view.ts';

/** The form's own name: the pause button stands outside it and sends it all the same. */
const FORM_ID = 'choices';

export type PreferencesView = {
  shell: PageShell;
  token: string;
  /** Already masked ("m…@example.com"): mails are forwarded, and the link with them. */
  maskedEmail: string;
  preferences: Preferences;
  isSaved: boolean;
};

/** What a reader chose, to look at and to change. Only `POST /preferences` with the hidden field `t` acts, as `act` says. */
export function PreferencesPage(view: PreferencesView) {
  const { shell, token } = view;
  const strings = stringsFor(shell.locale).preferences;
  return (
    <PlainPage
      shell={shell}
      title={strings.title}
      lede={strings.lede(shell.brand.siteName)}
      tabPrefix={view.isSaved ? strings.savedPrefix : ''}
      switchPath={`/preferences?t=${encodeURIComponent(token)}`}
    >
      <p>
        <span class="mask">{view.maskedEmail}</span>
      </p>
      {view.isSaved && (
        <p class="done" role="status">
          {strings.saved}
        </p>
      )}
      <form class="choices" id={FORM_ID} method="post" action={hrefFor(shell, '/preferences')}>
        <input type="hidden" name="t" value={token} />
        <Topics view={view} />
        <InvitedTopics view={view} />
        <Frequency view={view} />
        <Language view={view} />
        <Zone view={view} />
        <button class="button" type="submit" name="act" value="save">
          {strings.save}
        </button>
      </form>
      <Pause view={view} />
      <OwnDetails shell={shell} token={token} />
      <Leave shell={shell} token={token} />
    </PlainPage>
  );
}

function Topics({ view: { shell, preferences } }: { view: PreferencesView }) {
  const strings = stringsFor(shell.locale).preferences;
  if (preferences.topics.length === 0) return null;
  return (
    <fieldset aria-describedby="topics-note">
      <legend>{strings.topics}</legend>
      <p class="note" id="topics-note">
        {strings.topicsNote}
      </p>
      <div class="rowset short">
        {preferences.topics.map((topic) => (
          <Topic key={topic.publicId} shell={shell} topic={topic} />
        ))}
      </div>
    </fieldset>
  );
}

/** What staff invited this reader to, to keep or to leave. */
function InvitedTopics({ view: { shell, preferences } }: { view: PreferencesView }) {
  if (preferences.invited.length === 0) return null;
  return (
    <fieldset>
      <legend>{readerStringsFor(shell.locale).invitation.topics}</legend>
      <div class="rowset short">
        {preferences.invited.map((topic) => (
          <Topic key={topic.publicId} shell={shell} topic={{ ...topic, isChosen: true }}>
            <input type="hidden" name="invited" value={topic.publicId} />
          </Topic>
        ))}
      </div>
    </fieldset>
  );
}

type TopicProps = { shell: PageShell; topic: Preferences['topics'][number]; children?: Child };

function Topic({ shell, topic, children }: TopicProps) {
  const { publicId, name, isChosen, choice } = topic;
  return (
    <div>
      {children}
      <Choice type="checkbox" name="topics" value={publicId} isChosen={isChosen}>
        {name}
      </Choice>
      {choice === 'chosen' && <TopicFrequency shell={shell} topic={topic} />}
    </div>
  );
}

/** A topic that was chosen may come at a pace of its own. */
function TopicFrequency({ shell, topic }: TopicProps) {
  const strings = readerStringsFor(shell.locale);
  const { frequencies } = stringsFor(shell.locale).preferences;
  return (
    <select class="often" name={`often:${topic.publicId}`} aria-label={strings.topicFrequency(topic.name)}>
      <option value="">{strings.asAbove}</option>
      {FREQUENCIES.map((value) => (
        <option key={value} value={value} selected={value === topic.frequency}>
          {frequencies[value].label}
        </option>
      ))}
    </select>
  );
}

/** Zones as the platform lists them; the newsroom's own stands for a reader who named none. */
function Zone({ view: { shell, preferences } }: { view: PreferencesView }) {
  const strings = readerStringsFor(shell.locale);
  const chosen = preferences.subscriber.timeZone ?? shell.timeZone;
  const zones = [...new Set([chosen, 'UTC', ...Intl.supportedValuesOf('timeZone')])].sort();
  return (
    <div class="field zone">
      <label for="zone">{strings.timeZone}</label>
      <select class="often" id="zone" name="zone" aria-describedby="zone-note">
        {zones.map((zone) => (
          <option key={zone} value={zone} selected={zone === chosen}>
            {zone.replaceAll('_', ' ')}
          </option>
        ))}
      </select>
      <p class="note" id="zone-note">
        {strings.timeZoneNote}
      </p>
    </div>
  );
}

function Frequency({ view: { shell, preferences } }: { view: PreferencesView }) {
  const strings = stringsFor(shell.locale).preferences;
  const chosen = preferences.subscriber.frequency;
  return (
    <fieldset>
      <legend>{strings.frequency}</legend>
      <div class="rowset">
        {FREQUENCIES.map((value) => (
          <Choice key={value} type="radio" name="frequency" value={value} isChosen={value === chosen}>
            {strings.frequencies[value].label}
            <small>{strings.frequencies[value].text}</small>
          </Choice>
        ))}
      </div>
    </fieldset>
  );
}

function Language({ view: { shell, preferences } }: { view: PreferencesView }) {
  const strings = stringsFor(shell.locale).preferences;
  if (shell.locales.length < 2) return null;
  const chosen = preferences.subscriber.locale;
  return (
    <fieldset aria-describedby="language-note">
      <legend>{strings.language}</legend>
      <p class="note" id="language-note">
        {strings.languageNote}
      </p>
      <div class="rowset short">
        {shell.locales.map((value) => (
          <Choice key={value} type="radio" name="locale" value={value} isChosen={value === chosen}>
            <span lang={value}>{stringsFor(value).languageName}</span>
          </Choice>
        ))}
      </div>
    </fieldset>
  );
}

/** Sends the form with it, so that nothing a reader ticked before is lost. */
function Pause({ view: { shell, preferences } }: { view: PreferencesView }) {
  const strings = stringsFor(shell.locale).preferences;
  const day = dayText(preferences.pausedUntil, shell.locale, shell.timeZone);
  return (
    <section class="part">
      <h2>{day ? strings.pausedTitle : strings.pauseTitle}</h2>
      <p>{day ? strings.pausedText(day) : readerStringsFor(shell.locale).pauseWish}</p>
      {!day && (
        <p>
          <select class="often" name="weeks" form={FORM_ID} aria-label={readerStringsFor(shell.locale).pauseWeeks}>
            {PAUSE_WEEKS.map((weeks) => (
              <option key={weeks} value={weeks} selected={weeks === 4}>
                {readerStringsFor(shell.locale).weeks(weeks)}
              </option>
            ))}
          </select>
        </p>
      )}
      <button class="button quiet" type="submit" form={FORM_ID} name="act" value={day ? 'resume' : 'pause'}>
        {day ? strings.resumeButton : readerStringsFor(shell.locale).pauseButton}
      </button>
    </section>
  );
}

/** The way to what a forwarded mail must not open: a fresh link to the reader's own mailbox. */
function OwnDetails({ shell, token }: { shell: PageShell; token: string }) {
  const strings = readerStringsFor(shell.locale);
  return (
    <section class="part">
      <h2>{strings.detailsTitle}</h2>
      <p>{strings.detailsText}</p>
      <PostButton
        shell={shell}
        path="/preferences"
        fields={{ t: token, act: 'link' }}
        label={strings.detailsButton}
        isQuiet
      />
    </section>
  );
}

function Leave({ shell, token }: { shell: PageShell; token: string }) {
  const strings = stringsFor(shell.locale).preferences;
  return (
    <section class="part">
      <h2>{strings.leaveTitle}</h2>
      <p>{strings.leaveText}</p>
      <PostButton
        shell={shell}
        path="/preferences"
        fields={{ t: token, act: 'leave' }}
        label={strings.leaveButton}
        isQuiet
      />
    </section>
  );
}

/** For a reader who gets no mailings any more: what an unsubscribe link says, the way back, and to their data. */
export function LeftPage({ shell, token = null }: { shell: PageShell; token?: string | null }) {
  const strings = stringsFor(shell.locale);
  return (
    <PlainPage shell={shell} title={strings.unsubscribedTitle} lede={strings.unsubscribedText} switchPath="/">
      <p>{strings.preferences.comeBack}</p>
      <p class="actions">
        <a class="button quiet" href={hrefFor(shell, '/subscribe')}>
          {strings.expiredButton}
        </a>
      </p>
      {token && <OwnDetails shell={shell} token={token} />}
    </PlainPage>
  );
}
