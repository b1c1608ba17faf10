/** Every text of the public pages in English. The other languages have the same shape. */
export const en = {
  languageName: 'English',
  skip: 'Skip to content',
  mainNav: 'Main',
  news: 'News',
  signUp: 'Sign up',
  contact: 'Contact',
  rss: 'RSS',
  linkedIn: 'LinkedIn',

  newsFrom: (site: string) => `The latest from ${site}: announcements, results, science and press coverage.`,
  olderNews: 'Older news',
  newestNews: 'Back to the newest',
  emptyTitle: 'Nothing has been published yet',
  emptyText: 'News will appear here as it comes out. Sign up below and it will reach you by email.',
  noOlderText: 'This is the end of the archive.',

  updated: (day: string) => `Updated ${day}`,
  originallyBy: 'Originally published by',
  readOriginal: (outlet: string) => `Read the full story at ${outlet}`,
  readOriginalUnnamed: 'Read the full story at its source',
  photo: (credit: string) => `Photo: ${credit}`,
  alsoIn: 'Also available in English',

  mediaContact: 'Media contact',
  contactUs: 'Contact us',
  about: (site: string) => `About ${site}`,
  rssFeeds: 'RSS feeds',
  allNews: 'All news (RSS)',
  follow: 'Follow',
  followLinkedIn: 'Follow us on LinkedIn',
  companySite: 'Company website',
  privacy: 'Privacy',

  signUpTitle: 'News by email',
  signUpText: (site: string) =>
    `Leave your details and ${site} will email you its news. We ask you to confirm your address first.`,
  requiredNote: 'Fields marked * are required.',
  name: 'Name',
  email: 'Email',
  company: 'Company',
  occupation: 'Occupation',
  trap: 'Leave this field empty',
  submit: 'Sign up for emails',
  consent: (site: string) =>
    `By signing up you agree that ${site} emails you its news. Every email has an unsubscribe link.`,
  howWeUse: 'How we use your details',
  formProblem: 'Please check the form',
  formProblemText: 'Nothing has been sent yet. Correct the marked fields and sign up again.',
  errorPrefix: 'Error: ',
  problems: {
    name: {
      required: 'Enter your name.',
      invalid: 'Use plain text without links or line breaks.',
      too_long: 'This name is too long. Please shorten it.',
    },
    email: {
      required: 'Enter your email address.',
      invalid: 'Enter a full email address, such as name@example.com.',
      too_long: 'This address is too long to receive mail.',
    },
    company: {
      required: 'Enter your company.',
      invalid: 'Use plain text without links or line breaks.',
      too_long: 'This is too long. Please shorten it.',
    },
    occupation: {
      required: 'Enter your occupation.',
      invalid: 'Use plain text without links or line breaks.',
      too_long: 'This is too long. Please shorten it.',
    },
  },

  doneTitle: 'Check your mailbox',
  doneText:
    'We have taken your request. If the address can join the list, an email with a confirmation link is on its way to it.',
  doneSteps: [
    'Open the email and follow its link.',
    'Press the button on the page it opens.',
    'That is all: our next news comes to you.',
  ],
  doneMissing:
    'No email after ten minutes? Look in the junk folder, then sign up again and check the spelling of the address.',

  confirmTitle: 'Confirm your subscription',
  confirmText: (site: string) => `One more step: press the button and ${site} will email you its news.`,
  confirmButton: 'Yes, email me the news',
  confirmNot: 'You did not sign up? Close this page and nothing will be sent.',

  confirmedTitle: 'You are on the list',
  confirmedText: (site: string) =>
    `Thank you. ${site} will email you its news from now on, and every email has a link to leave.`,
  toNews: 'Go to the news',

  expiredTitle: 'This link no longer works',
  expiredText:
    'Confirmation links work for three days and only once. If you already confirmed, you are on the list and need do nothing.',
  expiredNext: 'Otherwise sign up again and we will send a fresh link.',
  expiredButton: 'Sign up again',
  brokenTitle: 'This link is not complete',
  brokenText:
    'Some mail programs cut long links. Go back to the email and press its unsubscribe link again, or copy the whole link.',
  brokenNext: 'If it still fails, write to us and we will take you off the list.',

  unsubscribeTitle: 'Unsubscribe',
  unsubscribeText: (site: string) => `Stop all emails with news from ${site} to this address:`,
  unsubscribeButton: 'Unsubscribe',
  unsubscribeNot: 'Nothing changes until you press the button.',

  unsubscribedTitle: 'You have been unsubscribed',
  unsubscribedText: 'We will send no more news to this address. An email that is already on its way may still arrive.',
  undoText: 'Pressed it by mistake? You can undo this for ten minutes.',
  undoButton: 'Undo, keep me subscribed',

  preferences: {
    title: 'Email preferences',
    lede: (site: string) => `Choose what ${site} sends to this address, and how often.`,
    saved: 'Saved. Your choices apply from the next email on.',
    savedPrefix: 'Saved: ',
    topics: 'Topics',
    topicsNote:
      'Tick none to get all news, topics that we add later included. A topic that you ticked and saved may come at a pace of its own.',
    frequency: 'How often',
    frequencies: {
      instant: { label: 'As it arrives', text: 'One email for each piece of news, as soon as it is out.' },
      daily: { label: 'Daily', text: 'One email with the news of the day, on days that have any.' },
      weekly: { label: 'Weekly', text: 'One email with the news of the week.' },
      monthly: { label: 'Monthly', text: 'One email with the news of the month.' },
    },
    language: 'Language',
    languageNote: 'News that exists in one language only comes in that language.',
    save: 'Save preferences',
    pauseTitle: 'Take a break',
    pausedTitle: 'Your emails are paused',
    pausedText: (day: string) => `They start again by themselves on ${day}.`,
    resumeButton: 'Resume now',
    leaveTitle: 'Leave the list',
    leaveText: 'Stop all news by email. This takes effect at once.',
    leaveButton: 'Leave all emails',
    brokenText:
      'Some mail programs cut long links. Go back to the email and press its preferences link again, or copy the whole link.',
    brokenNext: 'To stop the emails instead, press the unsubscribe link in any of them.',
    comeBack: 'Want the news again? Sign up once more and confirm your address.',
  },

  messages: {
    400: {
      title: 'We could not read that request',
      text: 'Something in it was missing or malformed, so nothing was changed.',
      next: 'Go back, reload the page and try again.',
    },
    404: {
      title: 'There is no page here',
      text: 'The address may be mistyped, or the page has moved.',
      next: 'The news lists everything that is published.',
    },
    410: {
      title: 'This article has been withdrawn',
      text: 'It was published here earlier and is no longer available.',
      next: 'Ask the media contact if you need to know more about it.',
    },
    500: {
      title: 'Something went wrong on our side',
      text: 'The page could not be made. The fault has been recorded.',
      next: 'Try again in a minute. If you sent a form, check whether it worked before sending it again.',
    },
    503: {
      title: 'The newsroom is unavailable for a moment',
      text: 'It is being updated or is very busy.',
      next: 'Try again in a few minutes.',
    },
  },

  privacyTitle: 'Privacy',
  privacyIntro: (site: string) =>
    `What ${site} does with your details when you sign up for its news, and when you only read this site.`,
  privacyOwnPictures: 'Pictures come from this site too, so that no publisher learns who reads it.',
  privacyTheirPictures:
    'Pictures in press coverage may come from the publisher’s own server, which learns your network address.',
  privacySections: [
    {
      title: 'What we keep',
      text: 'Your name and email address, your company and occupation if you give them, the language you chose, and a record of when and on which page you signed up, confirmed and left, with a code in place of your network address.',
    },
    {
      title: 'What we use it for',
      text: 'To email you the news you asked for and to know who our readers are. We do not sell it and do not use it for advertising.',
    },
    {
      title: 'Who else sees it',
      text: 'The service that delivers our email receives your address and the content of each email, in order to deliver it.',
    },
    {
      title: 'Leaving',
      text: 'Every email has a link to unsubscribe. We then keep your address only to make sure that we do not write to it again.',
    },
    {
      title: 'For how long',
      text: 'A sign-up that nobody confirms is forgotten after 7 days. When you have yourself erased, your name and address go at once. The record that you agreed stays for 3 years without them, and a code that cannot be read as an address keeps us from writing to you again.',
    },
    {
      title: 'Your rights',
      text: 'The preferences link in every email leads to a page where you can correct what we hold about you, take it with you or have it erased. Or write to us.',
    },
    {
      title: 'Questions to us',
      text: 'A question from the contact page goes by email and to our own staff, with the name and address you give. We forget it after half a year.',
    },
    {
      title: 'Reading this site',
      text: 'These pages set no cookies for readers.',
    },
  ],
  privacyNoScripts: 'They load no scripts from other companies.',
  privacyPersonCheck:
    'Their forms load a check against robots from Cloudflare, which learns your network address; no other scripts come from other companies.',
};
