/** The channel's own sentences, beside the dialogue's. */

/** Texts on menus, answers to commands, and refusals. */
export const WORDS = {
  choose: 'Choose…',
  more: 'More',
  chose: (title: string, who: string | null): string => (who === null ? `✓ ${title}` : `✓ ${who}: ${title}`),
  /** Stands for a name that may not or can't be read. */
  nameless: 'a colleague',
  looking: 'is looking at your error…',
  starts: [
    { title: 'I need help', message: 'help' },
    { title: 'I see an error', message: 'I see an error' },
    { title: 'What can you do?', message: 'What can you help me with?' },
  ],
  startsTitle: 'Paste the error you see, or begin with one of these',
  stranger: (home: string): string =>
    `I can only help people of ${home} here. Please turn to the support team of your own organisation.`,
  started: 'I’ve written to you in our direct messages. Let’s go on there.',
  nothingOpen: 'You have no open case with me. Send me the error you see, or type /firstline start.',
  open: 'Your open cases:',
  forgotten: (count: number): string =>
    count === 0
      ? 'I had nothing stored about you.'
      : `I’ve deleted what we said to each other (${count === 1 ? 'one conversation' : `${count} conversations`}). Tickets your support team already has stay with them, and messages stay in Slack until you delete them there.`,
  cut: 'There is more of it than Slack shows in one message. Ask for the rest in smaller pieces.',
  usage:
    'What I understand: /firstline start · /firstline start <your error> · /firstline status · /firstline human · /firstline stop · /firstline forget me',
  passedOn: 'I’ve passed that on in our conversation; look there.',
  /** Follows the name of an agent who speaks to a person. */
  agent: ' · support',
  /** Stands below a text that came with files which can't be shown. */
  notKept: (names: string): string => `(no longer kept: ${names})`,
  notShown: (names: string): string => `(I couldn’t put this up here: ${names})`,
  desk: {
    send: 'Send',
    cancel: 'Cancel',
    notMember: 'Only members of this desk’s channel can act on its tickets. Join the channel, then press again.',
    notMemberWritten: 'I didn’t take that: only members of this desk’s channel can act on its tickets.',
    cannotLook:
      'I can’t see right now who belongs to this desk, so I did nothing. Please try again in a moment; if it stays so, ask whoever runs me to try “doctor slack”.',
    notDesk: 'This channel is no desk of mine any more, so nothing happened.',
    notOpened: 'The form didn’t open. Please press again.',
    nothingWritten: 'Write something first.',
  },
  home: {
    title: 'Firstline',
    hello: 'Send me a message with the error you see, or mention me in a channel, and we go through the fix together.',
    none: 'You have no open case.',
    here: 'in our direct messages',
    there: 'in a thread',
    waiting: (at: string): string => `last moved ${at}`,
    go: 'Go there',
    human: 'Talk to a person',
    stop: 'Stop',
  },
} as const;
