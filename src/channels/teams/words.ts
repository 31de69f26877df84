/** The channel's own sentences, beside the dialogue's. */

/** Texts on cards, and answers to people who press a card that isn't theirs. */
export const WORDS = {
  outcomes: { fixed: 'Fixed', 'fixed-for-now': 'Fixed for now', 'handed-over': 'Ticket written' },
  more: 'More',
  chose: (answer: string): string => `You chose: ${answer}`,
  answered: (answer: string): string => `You answered: ${answer}`,
  passed: 'We’ve moved on from this question.',
  typeHere: 'Or answer in your own words',
  send: 'Send',
  private: 'Continue in private chat',
  wentPrivate: 'We go on in our private chat.',
  noPrivate:
    'I couldn’t open a private chat with you. Find me under Apps and say hello there; here, the buttons still work.',
  notYours: (who: string | null): string =>
    `Right now I’m helping ${who ?? 'somebody else'} here, so only their answers count. If you need help too, send me a message of your own.`,
  speaker: (name: string, agent: boolean): string => (agent ? `${name} · support` : name),
  gone: '(taken back)',
  unseen: (name: string | null, why: 'gone' | 'large' | 'file'): string => {
    const what = name === null ? 'A file' : `“${name}”`;
    if (why === 'gone') return `${what} is no longer kept, so it can’t be shown.`;
    return why === 'large' ? `${what} is too large to be shown here.` : `${what} can’t be shown here.`;
  },
  desk: {
    hint: 'Firstline reads here only what mentions it: begin with @Firstline, also where a line is for the person. “@Firstline help” says what there is. The buttons need no mention.',
    taken: 'Got it.',
    empty: 'There is nothing in it yet: write or choose something first.',
    stranger: 'Only members of this channel can work on its tickets.',
    unsure:
      'I can’t check right now who belongs to this channel, so I left that alone. Please do it again in a minute.',
    old: 'That button is too old, or not of this desk. Firstline posts the ticket’s current state in its thread.',
    send: 'Send',
    choose: 'Choose …',
  },
  marks: { sent: '✓', unconfirmed: '?', refused: '✗' },
  oldCard: 'That button belongs to an earlier question.',
  can: {
    title: 'What I can do',
    items: [
      'Recognise the error you paste, or a screenshot of it',
      'Take you through the fix, one step at a time',
      'Hand everything over to a person, so that you tell it only once',
    ],
    example: 'For example',
    paste: 'Cannot connect to the server because your computer clock is not set correctly.',
  },
  help: {
    title: 'Get help with this message',
    taken: 'I’ve answered in our private chat.',
    known: 'I took up this message already. We can go on in our private chat.',
    empty: 'There are no words in this message that I could read. Send me the text of the error in our private chat.',
    open: 'Open the chat',
  },
} as const;
