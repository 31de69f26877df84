/**
 * Defines the shapes of the files under `intents/` and `dialogs/`: an author may write this, and nothing else. The
 * texts given to `describe` are shown by editors beside each key (see schemas.ts), so they are written for authors.
 */
import { z } from 'zod';
import { ASKS, PASSING } from '../core/asked.ts';
import { OFTEN, REPORT_LABELS, REPORT_PARTS, THINGS } from '../core/content.ts';
import { TOLD } from '../core/told.ts';

const words = z.string().trim().min(1);
const id = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is lower-case words with hyphens');
/** A value's id. YAML reads an unquoted 7 as a number and yes as a string: either way it names a value. */
const valueId = z.union([z.string(), z.number()]).transform(String);
const condition = z.record(id, z.union([valueId.transform((v) => [v]), z.array(valueId).min(1)]));
const who = z.enum(['person', 'admin']);
/** A step of this walkthrough, `other/step`, or `other/` for the start of another one. */
const target = z.string().regex(/^([a-z0-9-]+\/)?[a-z0-9-]*$/, 'names a step, or walkthrough/step');

const oneWord = words.regex(/^[\p{L}\p{N}]+$/u, 'is one word, of letters and figures');

/** The newest format of packs; `check --upgrade` rewrites older ones. */
export const FORMAT = 2;

const listOfWords = z.array(words).default([]);
/** Phrases: a list, or one text with commas between them, which is sooner read where there are many. */
const phrases = z.union([
  words.transform((text) => text.split(/\s*[,\n]\s*/).filter((phrase) => phrase !== '')),
  z.array(words),
]);
const day = z.iso.date('is a day, such as 2026-12-31');
/** A time from the first of these days to the last, both included (UTC). */
const period = {
  from: day.optional().describe('The first day it holds, such as 2026-12-31. Left out: it always did.'),
  until: day.optional().describe('The last day it holds, such as 2026-12-31. Left out: for ever.'),
};
/** The day after which the facts should be looked at again; once it is past, there is a hint. */
const review = day
  .optional()
  .describe('The day somebody should look at the facts again, such as 2026-12-31. From then on check hints at it.');
const share = z.number().min(0).max(1);

/** A thing that is found in what people write. */
const thing = z.strictObject({
  kind: z
    .enum(THINGS)
    .describe(
      'address (of mail), phone (a telephone number), path (a drive, server or page), name (behind a word of "after"), id (a user name, behind a word of "after").',
    ),
  after: phrases.default([]).describe('Words of which one must stand just before it.'),
  beside: phrases.default([]).describe('Words of which one must stand somewhere in the text.'),
  names: phrases.default([]).describe('Names that count wherever they stand, in small letters too.'),
  without: phrases.default([]).describe('Words that are no part of a name: password, of "my SAP password".'),
  heads: phrases
    .default([])
    .describe(
      'Words that end a name and make the small words before them one: system, of "in the time recording system".',
    ),
  except: phrases
    .default([])
    .describe(
      'Words just before a thing that make it another one: mailbox, of "the mailbox x@contoso.com", where a person is asked for.',
    ),
});

/**
 * Something that can be known of a case. A pack may put a slot of the common pack in other words, and give it more
 * values.
 */
const slot = z
  .strictObject({
    title: words.optional().describe('What it is called in a ticket: "Device".'),
    kind: z
      .enum(['choice', 'domain', 'address', 'code', 'text'])
      .optional()
      .describe(
        'choice (usual): one of the values below. domain, address, code: found in what people write. text: anything typed.',
      ),
    question: words.optional().describe('How the bot asks for it, where a step does not ask in other words.'),
    why: words.optional().describe('Why it is asked, told to whoever asks back: "The fix is another one on a Mac."'),
    unknown: words
      .optional()
      .describe('What stands in a text in place of {this-slot} while nobody knows it: "your device".'),
    beside: listOfWords.describe(
      'Words for other things: what stands close to one of them is not taken for this slot. "Our mail is in the cloud."',
    ),
    unlike: phrases
      .default([])
      .describe(
        'Of a text: how people begin what is no answer to it, such as a place. It is asked once more, and then taken as it is; what has a digit or an @ in it is always taken.',
      ),
    found: thing
      .optional()
      .describe('Filled where the first words of a request (a walkthrough with "questions") have one such thing.'),
    grave: z
      .array(id)
      .default([])
      .describe(
        'Problems that this makes worse. In their cases the "answers" of its values count whenever people write them, asked or not.',
      ),
    deniable: z
      .boolean()
      .optional()
      .describe('true: "we do not use X" is not taken for X. For things people name to say that they lack them.'),
    aside: z
      .boolean()
      .optional()
      .describe(
        'true: people tell it beside what is wrong ("win 10 laptop", "on my iPhone"), and it must not hide that: a text that seems to be about nothing known is read once more without these words.',
      ),
    values: z
      .record(
        z.string(),
        z.strictObject({
          title: words.describe('The answer as it stands on its button.'),
          says: z
            .array(words)
            .default([])
            .describe('How people say it. Who writes one of these has answered, and is not asked any more.'),
          answers: phrases
            .default([])
            .describe('How people say it when they are asked; in other texts these words mean nothing.'),
          requests: phrases
            .default([])
            .describe(
              'How people say it when they ask for something at first; in other texts these words mean nothing.',
            ),
          visit: target
            .optional()
            .describe(
              'What people are told as soon as this is known: a step of a walkthrough that returns, once in a case.',
            ),
          implies: z
            .record(id, valueId)
            .default({})
            .describe('What else is known with this answer: { device: windows }.'),
          also: z
            .array(id)
            .default([])
            .describe(
              'Slots that the words of this value may tell as well: "printer at home" tells where somebody works.',
            ),
        }),
      )
      .default({})
      .describe('The possible answers, each under a short name that steps use.'),
  })
  .describe('Something to know about a case. It is asked at most once, and stands in the ticket.');
/** A slot of `pack.yaml`, as it was read. */
export type SlotShape = z.output<typeof slot>;

/** Something that only the organisation knows. */
const setting = z.strictObject({
  title: words.describe('What it is, for the administrator who fills it in: "Page for resetting a password".'),
  kind: z
    .enum(['text', 'link', 'choice'])
    .default('text')
    .describe('text: any words. link: an https address. choice: one of the values below.'),
  neutral: words.describe('The words that stand for it in a sentence while the organisation has not said it.'),
  improves: words.describe('What people get once it is said. `doctor` shows it.'),
  values: z
    .record(valueId, words)
    .default({})
    .describe('Of a choice: the values, each with its title. Steps use them in "when" and "for".'),
});
export type SettingShape = z.output<typeof setting>;

/** The shape of `pack.yaml`. */
export const PackShape = z
  .strictObject({
    format: z
      .literal(FORMAT)
      .optional()
      .describe('The format this pack is written in. "npx firstline check --upgrade" rewrites older ones.'),
    review,
    title: words.describe('The product as people know it. It stands on buttons and in tickets.'),
    generic: id
      .optional()
      .describe('The intent for "it does not work" with nothing more said: the name of its file, without .yaml.'),
    thresholds: z
      .strictObject({
        answer: share.describe('From this confidence on, the bot says which problem it is (0 to 1).'),
        ask: share.describe('From this confidence on, it asks "is it this one?"; below, it says it does not know.'),
      })
      .default({ answer: 0.65, ask: 0.25 })
      .describe(
        'How sure the bot must be. Leave it out until "npx firstline evaluate" shows that other values are better.',
      ),
    about: z
      .strictObject({
        names: listOfWords.describe(
          'What people call the product, with nicknames and misspellings. No other pack may have the same.',
        ),
        parts: listOfWords.describe(
          'Words that nothing else has: a command, a service, a header. * stands for any further letters and digits.',
        ),
        does: listOfWords.describe(
          'What people do with it: "sign in", "print". Left out, every failure of the product is this pack\'s.',
        ),
        fails: listOfWords.describe('What says that it fails, besides the words of intents/common/pack.yaml.'),
        everyday: z
          .boolean()
          .default(false)
          .describe(
            'true: people write of it without its name ("I forgot my password"), so what is done with it is enough to name a problem.',
          ),
      })
      .default({ names: [], parts: [], does: [], fails: [], everyday: false })
      .describe('The words of the product: how the bot tells that a message is about it.'),
    hosts: listOfWords.describe(
      "Addresses of the product's maker, such as example.com: never taken for a person's own domain.",
    ),
    categories: z
      .record(id, words)
      .default({})
      .describe(
        'Where the cause of a problem can lie, each with the words agents see: { network: Network }. An intent names one as its type.',
      ),
    others: z
      .strictObject({
        programs: z
          .array(oneWord)
          .default([])
          .describe(
            'Other programs people ask a helpdesk about, one word each. Who names one of them, and no pack, is asked first.',
          ),
        beside: z
          .array(oneWord)
          .default([])
          .describe('Things the product is said to work beside, one word each: "mail works, but …".'),
      })
      .default({ programs: [], beside: [] })
      .describe(
        'Programs that are not this product. The ones most companies have are in intents/common/pack.yaml already.',
      ),
    screens: z
      .strictObject({
        windows: z
          .record(
            id,
            z.strictObject({
              title: words
                .optional()
                .describe('What the bot calls the window: "the sign-in window". Left out for texts of many windows.'),
              says: listOfWords.describe(
                'The texts that stand in it while everything works. {name} stands for what differs each time.',
              ),
            }),
          )
          .default({})
          .describe('Windows that show no error. Who sends a picture of one is asked what happens.'),
        fails: listOfWords.describe('Words of errors on a screen, besides the words of about: expired, unavailable.'),
        frames: z
          .array(oneWord)
          .default([])
          .describe('Programs that show the windows of others, one word each: the browsers.'),
      })
      .default({ windows: {}, fails: [], frames: [] })
      .describe('What pictures of screens show. The lists of all packs count for every pack.'),
    talk: z
      .strictObject({
        asks: z
          .partialRecord(z.enum(ASKS), z.array(words))
          .default({})
          .describe('How questions begin, by what they ask for: meaning, why, how, time, cost, safe, other.'),
        corrects: listOfWords.describe('What people say when they take an answer back: "no wait", "I meant".'),
        several: listOfWords.describe('How people choose several things at once: "both", "all of them".'),
        but: listOfWords.describe('What turns a sentence round: "but". "It works, but …" is not fixed.'),
        doubts: listOfWords.describe('What makes a success doubtful: "it works" beside one of these is asked about.'),
        over: listOfWords.describe(
          'What says that the whole trouble is over: "fixed". "It works" may only answer a question.',
        ),
        errors: listOfWords.describe('What an error is called, right before its number: "error code".'),
        works: z
          .strictObject({
            says: phrases.default([]).describe('Whole statements that it works: "it prints", "they can hear me".'),
            things: phrases.default([]).describe('The things that come back: "the drive", "sound".'),
            back: phrases.default([]).describe('What is said of a thing that came back: "is back".'),
            runs: phrases
              .default([])
              .describe('What is said of a thing that works: "opens". With since it is fixed, alone it is asked.'),
            since: phrases.default([]).describe('What says that this is new: "again", "now".'),
            troubles: phrases.default([]).describe('Signs of trouble: "the red cross".'),
            gone: phrases.default([]).describe('What is said of a sign of trouble that is over: "is gone".'),
            spoils: phrases
              .default([])
              .describe('What makes it no success: "slowly", "half". "It prints, but half" did not help.'),
            around: phrases.default([]).describe('Words beside all that which tell nothing: "yes", "thanks".'),
            open: phrases.default([]).describe('Statements that mean it only where nothing follows: "I\'m in".'),
          })
          .prefault({})
          .describe('How people say, in the words of this product, that it works again.'),
        first: z
          .array(z.array(words))
          .default([])
          .describe('How people count what they see: the words for the first, for the second, and so on.'),
        last: listOfWords.describe('How people say the last one.'),
        passing: z
          .partialRecord(z.enum(PASSING), phrases)
          .default({})
          .describe(
            'What people say in passing, by what it means: waiting, returned, upset, others-too, writing-from.',
          ),
        told: z
          .partialRecord(z.enum(TOLD), phrases)
          .default({})
          .describe(
            'Words in answers that tell more than the answer, by their kind: that something is amiss, still there, or the same as before. ? stands for a letter, * for any letters.',
          ),
        choices: z
          .record(z.string(), listOfWords)
          .default({})
          .describe('What people say for the answers the bot offers of its own accord: resume, switch, send …'),
        languages: z
          .record(z.string().regex(/^[a-z]{2}$/, 'is two letters, such as de'), listOfWords)
          .default({})
          .describe('The little words of each language, by which it is recognised: { de: [ich, nicht, und] }.'),
      })
      .prefault({})
      .describe('How people ask back, take something back and count. The lists of all packs count everywhere.'),
    slots: z.record(id, slot).default({}).describe('What can be known about a case, each under a short name.'),
    'code-families': z
      .record(
        id,
        z.strictObject({
          shapes: z
            .array(words)
            .describe(
              'The shapes of its codes: CAA#####, where # is any digit, in upper or lower case. Without 0x in front it is known with and without.',
            ),
          means: id.describe('The intent that a code of the family leads to which no intent has in its says.'),
          says: words.describe('One sentence for people: where the codes of the family come from.'),
        }),
      )
      .default({})
      .describe('Codes that have a beginning in common, for those of them that nobody knows by themselves.'),
    ordinary: z
      .record(id, valueId)
      .default({})
      .describe('What is known of an ordinary person, for the rehearsal: { device: windows }.'),
    settings: z
      .record(id, setting)
      .default({})
      .describe(
        'What only the organisation knows. Texts use it as {its-name}, conditions as a slot; nobody is ever asked for it.',
      ),
    guards: z
      .array(
        z.strictObject({
          text: words.describe('The text that only some may see.'),
          needs: condition.describe('What must be known before it is shown: { hosting: [cloud] }.'),
          because: words.describe('Why, for the next author.'),
        }),
      )
      .default([])
      .describe('Texts that only some may see. check refuses a step that shows one to others.'),
    sources: z
      .record(
        z.string(),
        z.strictObject({
          title: words.describe('The article, person or team the facts come from.'),
          resource: who
            .optional()
            .describe('person or admin: check sees to it that this article is an answer somewhere.'),
        }),
      )
      .default({})
      .describe('Where facts come from, each under a short name that intents and walkthroughs give as source.'),
  })
  .describe('A pack: one product, its words, and what can be known about a case.');

/** The shape of an intent file. */
export const IntentShape = z
  .strictObject({
    kind: z
      .enum(['problem', 'control', 'none', 'chatter'])
      .default('problem')
      .describe(
        'problem (usual): something to solve. control: steers the conversation. none: what is not ours, to tell it apart. chatter: what people tell around a problem, which weighs nothing.',
      ),
    title: words.describe('The problem in a few words. People see it: "This looks like: …".'),
    ...period,
    review,
    type: id.optional().describe('Where the cause lies: one of the categories of pack.yaml. Every problem has one.'),
    says: z
      .array(words)
      .default([])
      .describe(
        'The exact texts a program shows. {name} stands for what differs each time, such as {code} or {domain}. Of chatter: what people always say in the same two to eight words, and what is cut away wherever it stands.',
      ),
    examples: z
      .array(words)
      .default([])
      .describe('How people put it, in their own words, with their mistakes: 30 or more, as different as people are.'),
    cause: words.optional().describe('What is wrong, told to the person in a sentence or two.'),
    resolution: z
      .strictObject({
        person: words.describe('What helps, for the person, where there is no walkthrough for them.'),
        admin: z.array(words).min(1).describe('What an administrator should look at, one thing each.'),
      })
      .optional()
      .describe('What helps, in short. Every problem has it.'),
    lookalikes: z
      .array(
        z.strictObject({
          intent: id.describe('The other intent.'),
          tell: words.describe('How to tell the two apart. The walkthrough must ask it before it advises.'),
        }),
      )
      .default([])
      .describe('Other problems that show the same text.'),
    walkthrough: z
      .strictObject({
        person: id.optional().describe('The walkthrough for the person: the name of its file, without .yaml.'),
        admin: id.optional().describe('The walkthrough for an administrator: the name of its file, without .yaml.'),
      })
      .default({})
      .describe('What leads through the fix. Every problem has one, for people, for administrators, or both.'),
    'any-program': z
      .boolean()
      .default(false)
      .describe(
        "true: it may be about any program, such as a request for rights in one. Another program's name is then no sign that it is not ours.",
      ),
    'at-once': z
      .boolean()
      .default(false)
      .describe(
        'true: it comes before everything else, such as a theft of an account. It ends another walkthrough unasked, and its tickets are urgent.',
      ),
    alarms: z
      .array(z.array(phrases).nonempty())
      .default([])
      .describe(
        'What tells of it in the middle of anything else, for problems with "at-once". Each entry has lists of phrases; one of each stands in the text, in their order and close together: [[a hacker, a stranger], [my account, my mails]]. ? stands for a letter, * for any letters.',
      ),
    source: z.array(words).default([]).describe('Where its facts come from: short names of sources of pack.yaml.'),
  })
  .describe('An intent: one thing a message can be about, how people put it, and what helps.');

const choice = z
  .union([
    target
      .transform((go) => ({
        go,
        title: undefined,
        says: [] as string[],
        set: {} as Record<string, string>,
        means: undefined,
        undone: false,
      }))
      .describe('The step this answer leads to.'),
    z.strictObject({
      title: words.optional().describe('The answer as it stands on its button.'),
      says: z
        .array(words)
        .default([])
        .describe(
          'Other words people answer with: "it is two hours off". No other answer of this step may have the same.',
        ),
      go: target.optional().describe('The step this answer leads to; "other/" is the start of another walkthrough.'),
      set: z.record(id, valueId).default({}).describe('What else is known with this answer: { device: windows }.'),
      means: id
        .optional()
        .describe('The problem this answer shows it to be: the name of an intent. Its walkthrough goes on from here.'),
      undone: z
        .boolean()
        .default(false)
        .describe(
          'true: this answer says that the step was not done. A step of the same "once" is told later if it is needed after all.',
        ),
    }),
  ])
  .describe('An answer: the step it leads to, or its title with where it leads.');
const choices = z.record(z.string(), choice);
const everyStep = {
  who: who
    .optional()
    .describe(
      "admin: people never see this step, it goes into their ticket as the agents' work. Left out: for everybody.",
    ),
  for: condition.default({}).describe('Only for some: { device: [windows] }. The bot asks first if it does not know.'),
  source: z.array(words).default([]).describe('Where its facts come from: short names of sources of pack.yaml.'),
  note: words.optional().describe('A remark for other authors. Nobody else sees it.'),
};
const when = condition
  .default({})
  .describe('Only where this is known already: { changed: [password] }. The bot does not ask for it.');
const skip = target.optional().describe('The step to go to when this one is skipped or does not apply.');

/** The shape of a step that asks a question. */
export const AskShape = z
  .strictObject({
    ...everyStep,
    ...period,
    when,
    ask: words.optional().describe('The question. Left out, it is the question of the slot.'),
    why: words.optional().describe('Why it is asked, told to whoever asks back. Left out, it is that of the slot.'),
    slot: id
      .optional()
      .describe('What the answer tells: a slot of pack.yaml. What is known already is not asked again.'),
    choices: choices
      .default({})
      .describe('The answers, each with the step it leads to. yes, no and unknown need no title of their own.'),
    go: target.optional().describe('The step that follows whatever the answer is.'),
    reported: z
      .boolean()
      .default(false)
      .describe('true: not asked where what they wrote at first has the words ("says") of one answer alone.'),
    found: thing
      .optional()
      .describe('Not asked where what they wrote has one such thing: it is the answer. For slots people type.'),
    skip,
  })
  .describe('A question; the answer decides where it goes on.');

/** The shape of a step that says what to do. */
export const TellShape = z
  .strictObject({
    ...everyStep,
    ...period,
    when,
    tell: z
      .union([
        words
          .transform((text) => [
            {
              when: {} as Record<string, string[]>,
              text,
              from: undefined as string | undefined,
              until: undefined as string | undefined,
            },
          ])
          .describe('One thing to do. **bold** for what is on the screen, `code` for what is typed.'),
        z
          .array(
            z.strictObject({
              when: condition.default({}).describe('Who this wording is for: { windows: ["10", "11"] }.'),
              ...period,
              text: words.describe('What to do.'),
            }),
          )
          .min(1)
          .describe('Several wordings: the first that fits is told. The last one must fit everybody.'),
      ])
      .describe('One thing to do; or a list of wordings, each with when it fits.'),
    expect: words.optional().describe('What should be seen afterwards: "A green light at the front".'),
    cost: words.optional().describe('What it costs: "A restart, so save your work first".'),
    risk: words.optional().describe('What can go wrong. The bot asks whether to go on before it tells the step.'),
    once: id
      .optional()
      .describe(
        'A name for what is done, where several steps do the same. Who has done one of them is not told another.',
      ),
    minutes: z.number().int().min(1).max(10_080).default(1).describe('How long it takes, in minutes. Left out: one.'),
    fixed: target.optional().describe('The step to go to on "That fixed it".'),
    not: target.optional().describe('The step to go to on "Still not working".'),
    go: target
      .optional()
      .describe('The step to go to on "Okay, what\'s next?", for steps that fix nothing by themselves.'),
    choices: choices.default({}).describe('More answers, each with the step it leads to.'),
    skip,
  })
  .describe('One thing to do; then the bot asks whether it helped.');

/** The shape of a step that ends the walkthrough. */
export const EndShape = z
  .strictObject({
    ...everyStep,
    end: z
      .enum(['fixed', 'fixed-for-now', 'handed-over', 'return'])
      .describe(
        'fixed: solved. fixed-for-now: it may come back. handed-over: a person takes over, with everything known. return: back to the walkthrough that visited this one.',
      ),
    urgent: z
      .boolean()
      .default(false)
      .describe('Of handed-over: true brings it to the agents by the urgent route, such as for a theft of an account.'),
    alone: z
      .boolean()
      .default(false)
      .describe('true: of fixed and fixed-for-now, the text is said alone, without the usual "Great, it works again".'),
    text: words.optional().describe('What the bot says there, besides its usual words.'),
  })
  .describe('An end of the walkthrough.');

/** The shape of a step that goes through another walkthrough and comes back. */
export const VisitShape = z
  .strictObject({
    ...everyStep,
    ...period,
    when,
    visit: target.describe('The walkthrough to go through, such as "hosting/"; it must end with return.'),
    // biome-ignore lint/suspicious/noThenProperty: what authors write; it holds a step's name, nothing can call it
    then: target.describe('The step to go to when that walkthrough comes back.'),
    skip,
    otherwise: target
      .optional()
      .describe(
        "The step to go to when that walkthrough's pack is switched off. Needed for a walkthrough of another pack.",
      ),
  })
  .describe('Goes through another walkthrough, and comes back.');

/** The kind of a step, told by the key it begins with. */
function kindOfStep(value: unknown): StepShape['kind'] {
  const keys = new Set(Object.keys((value ?? {}) as object));
  return (['tell', 'end', 'visit'] as const).find((kind) => keys.has(kind)) ?? 'ask';
}

const STEPS = { ask: AskShape, tell: TellShape, end: EndShape, visit: VisitShape } as const;

/** The shape that a step is meant to have, as its author wrote it. */
export function shapeOfStep(value: unknown): z.ZodType {
  return STEPS[kindOfStep(value)];
}

const step = z.unknown().transform((value, context): StepShape => {
  const kind = kindOfStep(value);
  const keys = Object.keys((value ?? {}) as object);
  if (kind === 'ask' && !keys.includes('ask') && !keys.includes('slot')) {
    context.addIssue({ code: 'custom', message: 'a step begins with ask, slot, tell, visit or end' });
    return z.NEVER;
  }
  const result = STEPS[kind].safeParse(value);
  if (!result.success) {
    for (const issue of result.error.issues) context.addIssue({ ...issue, path: issue.path } as never);
    return z.NEVER;
  }
  return { kind, ...result.data } as StepShape;
});

/** A step of any kind, as it was read. */
export type StepShape =
  | ({ kind: 'ask' } & z.output<typeof AskShape>)
  | ({ kind: 'tell' } & z.output<typeof TellShape>)
  | ({ kind: 'end' } & z.output<typeof EndShape>)
  | ({ kind: 'visit' } & z.output<typeof VisitShape>);
/** A choice of a question, as it was read. */
export type ChoiceShape = z.output<typeof choice>;

const cause = z
  .strictObject({
    title: words.describe('What is wrong, in one plain sentence.'),
    often: z
      .enum(OFTEN)
      .default('sometimes')
      .describe('How often it is behind the problem: very often, often, sometimes (usual), rare.'),
    shows: z
      .record(z.string().regex(/^([a-z0-9-]+\/)?[a-z0-9-]+$/, 'names a slot or a step'), valueId)
      .default({})
      .describe('What people with it answer: a slot or a step, and the answer. { portal: works, clock: right }'),
    cured: z
      .array(target)
      .default([])
      .describe('The steps that cure it: "same-letters", or "sign-in/new-password". Left out: only a person can.'),
  })
  .describe('A cause of the problem, for the rehearsal: it plays people who have it.');

/** The shape of a walkthrough file. */
export const WalkthroughShape = z
  .strictObject({
    title: words.describe('What it does, for authors and agents.'),
    audience: who.describe('Who it is for: person or admin.'),
    review,
    source: z.array(words).default([]).describe('Where its facts come from: short names of sources of pack.yaml.'),
    start: id.optional().describe('The step it begins with. Left out, it is the first one.'),
    partly: id
      .optional()
      .describe(
        'The step to go on at where a part of it works, the one that is being mended, and something else does not: it asks what still fails.',
      ),
    worse: id
      .optional()
      .describe('The step to go on at where it would end fixed, and something grave was told on the way.'),
    questions: z
      .int()
      .min(1)
      .optional()
      .describe('The most questions of its own that are asked. Further ones are passed over, as if skipped.'),
    causes: z
      .record(id, cause)
      .default({})
      .describe('What can be behind the problem. "npx firstline rehearse" plays people with each of them.'),
    steps: z
      .record(id, step)
      .refine((steps) => Object.keys(steps).length > 0, 'a walkthrough has at least one step')
      .describe('The steps, each under a short name that other steps lead to.'),
  })
  .describe('A walkthrough: named steps, from the first question to an end.');

const answer = z
  .strictObject({
    says: z.array(words).min(1).describe('What people call it: the answer is found by these words in their question.'),
    text: z
      .union([
        words.transform((text) => [{ when: {} as Record<string, string[]>, text }]).describe('The answer.'),
        z
          .array(
            z.strictObject({
              when: condition.default({}).describe('Who this wording is for: { device: [mac] }.'),
              text: words.describe('The answer.'),
            }),
          )
          .min(1)
          .describe('Several wordings: the first that fits is told. The last one must fit everybody.'),
      ])
      .describe('The answer in a sentence or two; or a list of wordings, each with when it fits.'),
  })
  .describe('An answer, and the words it is found by.');
const answers = z.record(id, answer).default({});
const questionAnswer = answer.extend({
  everywhere: z
    .boolean()
    .default(false)
    .describe(
      'true: it holds in cases of other packs too. Else it is only told in those of its own, and before any case.',
    ),
});

/** The shape of `answers.yaml`. */
export const AnswersShape = z
  .strictObject({
    words: answers.describe('What a word means, for "what is …?"'),
    'how-to': answers.describe('How a small thing is done, for "how do I …?" and "where is …?"'),
    questions: z.record(id, questionAnswer).default({}).describe('Anything else people ask: "who will call me?"'),
  })
  .describe('What the bot answers when people ask back in the middle of a walkthrough.');

/** A code of a delivery report. */
const code = z
  .string()
  .regex(
    /^(?:[45]\.(?:\*\.\*|\d{1,3}\.(?:\*|\d{1,3}(?:-\d{1,3})?))|[45]\d\d)$/,
    'is a code such as 5.1.1, several as 5.7.606-649, a class as 5.1.* or 5.*.*, or a reply code as "550"',
  );

/** The shape of `codes.yaml`. */
export const CodesShape = z
  .strictObject({
    review,
    source: z.array(words).default([]).describe('Where its facts come from: short names of sources of pack.yaml.'),
    frames: listOfWords.describe('What such a report begins with, in any language: "Delivery has failed".'),
    beside: listOfWords.describe('Words people write beside a bare code. "It came back with 5.1.1" tells of a report.'),
    labels: z
      .partialRecord(z.enum(REPORT_LABELS), listOfWords)
      .default({})
      .describe(
        'What programs print before a part, and a colon: writer (the server that wrote the report), refuser (the one that refused), recipient, time.',
      ),
    fills: z
      .partialRecord(z.enum(REPORT_PARTS), id)
      .default({})
      .describe(
        'The slots a report fills: its code, its line, server, recipient and time; says, work and means of the row; side: own or other.',
      ),
    disowned: z
      .strictObject({
        says: phrases.describe('How people say that they never sent it: "I didn\'t send this mail".'),
        means: id.describe('The intent that this is, whatever the code says: the name of its file, without .yaml.'),
      })
      .optional()
      .describe('A report of a mail that the person never sent: their own words go before the code.'),
    rows: z
      .record(
        id,
        z
          .strictObject({
            codes: z
              .array(code)
              .default([])
              .describe(
                '5.1.1, several as 5.7.606-649, a class as 5.1.*, or a reply code as "550". None: texts alone tell.',
              ),
            texts: listOfWords.describe('What stands beside the code, where one code has several meanings.'),
            wraps: z
              .boolean()
              .default(false)
              .describe("true: it only carries another server's code, which counts where there is one behind it."),
            means: id.describe('The intent it is about: the name of its file, without .yaml.'),
            says: words.describe('One sentence: whose move it is, and what the person can do now.'),
            work: words.optional().describe('What an administrator should do about it, in one or two sentences.'),
          })
          .describe('One meaning of a code.'),
      )
      .refine((rows) => Object.keys(rows).length > 0, 'there is at least one row')
      .describe('The meanings, each under a short name.'),
  })
  .describe('The codes of delivery reports: what each means, and for whom.');

/** The shape of `said.yaml`. */
export const SaidShape = z
  .record(id, z.record(id, z.record(z.string(), phrases)))
  .describe(
    'What people say for the answers of steps, by walkthrough, step and answer: as "says" of the answer itself.',
  );

/** The shape of `phrases.yaml`. */
export const PhrasesShape = z
  .record(id, words)
  .describe('What the bot says of its own accord. {placeholders} are filled in.');

/** The shape of `console.yaml`. */
export const ConsoleShape = z
  .record(id, words)
  .describe('What agents, leads, authors and operators read in the console. {placeholders} are filled in.');

/** The shape of `replies.yaml`. */
export const RepliesShape = z
  .record(
    id,
    z
      .strictObject({
        title: words.describe('What agents choose it by.'),
        text: words.describe(
          'What is put into their field, to be read once more and sent. {person}, {agent}, {ticket} and {problem} are filled in, and so is every slot and setting.',
        ),
        for: z.array(id).default([]).describe('The problems it is for: names of intents. Left out: for every ticket.'),
      })
      .describe('A saved reply.'),
  )
  .describe('Answers that agents send often, each under a short name.');

/** The shape of `secrets.yaml`. */
export const SecretsShape = z
  .strictObject({
    passwords: listOfWords.describe('Words for a password, in all their forms.'),
    short: listOfWords.describe('Words that mean a password, and other things besides.'),
    keys: listOfWords.describe('Words for keys and tokens.'),
    codes: listOfWords.describe('Words for a PIN or a one-time code.'),
    digits: listOfWords.describe('Words for a code of any kind.'),
    acts: listOfWords.describe('What is done, in words of which the last could mean a password: "did not pass".'),
    errors: listOfWords.describe('Words that make a code the code of an error.'),
    recovery: listOfWords.describe('Words for recovery codes.'),
    numbers: listOfWords.describe('Words for a number of one person.'),
    logins: listOfWords.describe('Words before the name of a user.'),
    owners: listOfWords.describe('Words before the word for a password: "my new".'),
    pronouns: listOfWords.describe('Words that stand for a password that was spoken of: "the new one".'),
    between: listOfWords.describe('Words behind the word for a password: "for my laptop".'),
    is: listOfWords.describe(
      'Words that join the word and the password: "is". "hasło* to": behind words that begin so.',
    ),
    to: listOfWords.describe('Words before the new password: "changed to".'),
    changed: listOfWords.describe('Words that say a password was changed.'),
    as: listOfWords.describe('Words between a password and the word for it: "as".'),
    proofs: listOfWords.describe('Words behind a password that show it is one.'),
    received: listOfWords.describe('Words that say a code was received or typed.'),
    ends: listOfWords.describe('Endings joined to a password where words have no spaces.'),
    labels: listOfWords.describe('Labels and buttons of forms.'),
    talk: listOfWords.describe('Words that are never a password.'),
  })
  .describe(
    'The words that people put beside passwords, keys and codes, which are masked. The lists of all packs count everywhere.',
  );
