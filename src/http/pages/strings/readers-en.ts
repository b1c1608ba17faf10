/** The texts of signing up, embedding the form, leaving and a reader's own details, in English. */
export const readersEn = {
  choose: 'Choose topics and how often',
  invitation: {
    topics: 'By invitation',
    title: 'An invitation for you',
    text: (site: string) => `${site} invites you to these topics, in addition to what you get already:`,
    button: 'Yes, email me these too',
    not: 'Not for you? Close this page and nothing changes.',
    doneTitle: 'You get these topics now',
    doneText: 'From now on their news comes to you as well. Every mail has a link to leave.',
  },
  consentTick: 'Consent',
  check: 'Check',
  problems: {
    disposable: 'Throw-away addresses cannot subscribe. Enter one you will still read next month.',
    role: 'Enter the address of a person: mailboxes of an office cannot give consent.',
    misspelt: (meant: string) =>
      `Did you mean ${meant}? Correct the address, or sign up again as it is if it is right.`,
    topics:
      'The topics this form signs up for are not offered. Press the button once more to get all our news; every email lets you choose.',
    consent: 'Tick the box if you agree; without it we may not write to you.',
    check: 'Please complete the check and press the button once more. Nothing has been sent yet.',
    unreadable:
      'The form could not be read. It takes JSON, urlencoded and multipart of at most 64 KB. Nothing has been sent.',
    too_fast: 'That was very quick. Press the button once more to show that you are a person.',
  },
  failed: 'This did not work. Nothing was sent; please try again in a minute.',
  doneTitle: 'Check your mailbox.',

  embedTitle: 'Put the form on your site',
  embedLede: 'Readers sign up where they already are. Both ways below reach the same list, by the same rules.',
  embedScriptTitle: 'With one script',
  embedScriptText:
    'Paste this where the form should stand. It looks like your page, in its font; custom properties such as --newsdesk-accent, and ::part(button), change it. data-topics="science results" signs readers up for these topics only; data-source names the form in your figures; data-target="#place" draws it there.',
  embedPolicyTitle: 'If your site has a Content-Security-Policy',
  embedPolicyText: 'Add these sources to the directives that it has already.',
  embedOriginText: (known: string) =>
    `Readers stay on your page if it is one of: ${known}. On any other, the form works too and leads them to the newsroom's own page. Ask whoever runs the newsroom to add your site to SIGNUP_ORIGINS.`,
  embedNoOrigin: 'the newsroom itself only',
  embedHtmlTitle: 'Without a script',
  embedHtmlText: 'Plain HTML for any page, newsletter tool or intranet. Style it as you like; keep the hidden fields.',
  embedNewsTitle: 'Your news as a list',
  embedNewsText:
    'The same script draws the newest headlines on any site. data-count says how many (5, at most 30); data-kind="event", data-topic="science" and data-locale narrow them.',
  embedPreview: 'Preview',
  embedEventsText:
    'The form tells your page what happened: newsdesk:submitted and newsdesk:error are DOM events on its element.',

  someTopicsTitle: 'Only some of it?',
  someTopicsText: 'Tick what you no longer want and keep the rest.',
  someTopicsButton: 'Leave these topics',
  someTopicsDoneTitle: 'You have left these topics',
  someTopicsDone: 'Everything else keeps coming. If that was a slip, tick them again among your choices.',
  reasonTitle: 'Would you tell us why?',
  reasonText: 'It is up to you. You are unsubscribed either way.',
  reasons: {
    too_many: 'Too many emails',
    not_relevant: 'Not what I am interested in',
    not_mine: 'I never signed up',
    other: 'Something else',
  },
  reasonButton: 'Send',
  reasonThanks: 'Thank you for telling us.',

  topicFrequency: (topic: string) => `How often: ${topic}`,
  asAbove: 'As the rest',
  timeZone: 'Time zone',
  timeZoneNote: 'Digests aim for the morning there.',
  pauseWish: 'No emails for as long as you choose. Then they start again by themselves.',
  pauseButton: 'Pause',
  pauseWeeks: 'For how long',
  weeks: (count: number) => (count === 1 ? '1 week' : `${count} weeks`),
  detailsTitle: 'Your details and your data',
  detailsText:
    'To change your name or address, download what we hold or be erased, we email you a link that works for an hour. So nobody can do it with a forwarded email.',
  detailsButton: 'Email me the link',
  detailsSentTitle: 'Check your mailbox',
  detailsSent:
    'If this address is on the list, an email with a link is on its way to it. It works for one hour. We write to an address at most once in ten minutes: if nothing comes, ask again after that.',

  ownTitle: 'Your details',
  ownLede: (site: string) => `What ${site} holds about you, to change, to take with you or to erase.`,
  ownSave: 'Save details',
  ownSaved: 'Saved.',
  addressTitle: 'Change your address',
  addressText: 'We email a link to the new address. Until it is confirmed there, everything goes to the old one.',
  addressLabel: 'New email address',
  addressButton: 'Send the link',
  addressSent: 'If the new address can be used, an email is on its way to it. Confirm there within a day.',
  exportTitle: 'Your data',
  exportText: 'Everything we hold about you, as a JSON file.',
  exportButton: 'Download my data',
  eraseTitle: 'Erase me',
  eraseText:
    'Removes your name, address, choices and questions for good. We keep the record that you agreed, and a code that stops us from writing to you again; neither can be read as an address.',
  eraseTick: 'Yes, erase everything about me',
  eraseButton: 'Erase me',
  eraseNeedsTick: 'Tick the box first, so that nobody is erased by a slip. Nothing was changed.',
  erasedTitle: 'You have been erased',
  erasedText:
    'Nothing of your details is left here, and nothing more will be sent. An email on its way may still arrive.',
  detailsExpired: 'This link worked for one hour. Ask for a new one from the preferences link in any of our emails.',
  newAddressTitle: 'Confirm your new address',
  newAddressText: (site: string) => `Press the button and ${site} sends its news here from now on.`,
  newAddressButton: 'Use this address',
  newAddressDoneTitle: 'Your address has been changed',
  newAddressDone: 'From now on our news comes here.',
  notMe: {
    title: 'You did not sign up?',
    text: (site: string) =>
      `Somebody typed this address into the form of ${site}. Press the button: the request is dropped, and the form sends no more mail here for half a year.`,
    button: 'Drop it and write no more',
    hint: 'If it was you after all, close this page and use the other link of the email.',
    doneTitle: 'Nothing is asked any more',
    done: 'No request to subscribe is open for this address. If you want our news later and no email comes, write to us.',
  },
  newAddressDead: 'The link has expired, or the address cannot be used. The old one stays as it is.',
};
