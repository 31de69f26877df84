/** Alarms in the middle of something else, over the shipped packs: one case more is one line more. */
import assert from 'node:assert/strict';
import { alarmIn } from '../../src/conversation/alarm.ts';
import { createTurn } from '../../src/conversation/turn.ts';
import { type Knowledge, shipped } from '../fakes/knowledge.ts';
import { Talk } from '../fakes/talk.ts';

/** Words that begin a walkthrough, each of another kind: a question, a step, a question for words. */
const OPEN: Readonly<Record<string, string>> = {
  'a printer': 'the printer prints nothing',
  'the mail program': 'Outlook keeps asking for my password',
  'a shared mailbox': 'a shared mailbox is missing in Outlook',
  'the VPN': 'the vpn does not connect, server not reachable',
  files: 'OneDrive does not sync my files',
  'a forgotten password': 'I forgot my password for Microsoft 365',
  'a request, asked for words': 'SAP user locked, please unlock',
};

const ALARMS: readonly (readonly [string, string])[] = [
  ['somebody is moving my mouse', 'somebody-controls-my-computer'],
  ['all my files have strange endings now', 'ransom-note'],
  ['done, and by the way all my photos have a strange ending', 'ransom-note'],
  ["I can't do this, and all our files are called .crypt now", 'ransom-note'],
  ['fertig, übrigens haben alle meine Dokumente eine seltsame Endung', 'ransom-note'],
  ['listo, por cierto mis archivos tienen una extensión extraña', 'ransom-note'],
  ['ich habe auf den Link in einer komischen Mail geklickt', 'suspicious-sign-in'],
  ['Passwort auf einer falschen Seite eingegeben', 'suspicious-sign-in'],
  ['oh no I clicked on the phishing link', 'suspicious-sign-in'],
  ['I clicked a link in a phishing mail', 'suspicious-sign-in'],
  ['the cursor moves by itself and opens my mails', 'somebody-controls-my-computer'],
  ['me robaron la laptop del trabajo', 'device-lost-or-stolen'],
  ['ok did that, but now somebody is controlling my screen', 'somebody-controls-my-computer'],
  ['I think there is a hacker in my mailbox', 'suspicious-sign-in'],
  ['we got hacked', 'suspicious-sign-in'],
  ["there's an intruder in my email account", 'suspicious-sign-in'],
  ['ich glaube ich wurde gehackt', 'suspicious-sign-in'],
  ['creo que me han hackeado la cuenta', 'suspicious-sign-in'],
  ['ik denk dat ik gehackt ben', 'suspicious-sign-in'],
  ['chyba ktoś się włamał na moje konto', 'suspicious-sign-in'],
  ["je crois qu'on m'a piraté", 'suspicious-sign-in'],
  ["penso che mi abbiano hackerato l'account", 'suspicious-sign-in'],
  ['acho que fui hackeado', 'suspicious-sign-in'],
  ['acho que invadiram a minha conta', 'suspicious-sign-in'],
  ["my phone keeps asking me to approve sign-ins that I didn't start", 'suspicious-sign-in'],
  ["the printer is back but there are login prompts on my mobile, and it isn't me", 'suspicious-sign-in'],
  ['mon téléphone a été volé', 'device-lost-or-stolen'],
];

const HARMLESS: readonly string[] = [
  'I clicked on the link in your message and it worked',
  'I clicked on the link in your mail',
  'clicked the sign-in link you sent me',
  'ich habe auf den Link in Ihrer Mail geklickt',
  "j'ai cliqué sur le lien dans votre message",
  'he pinchado en el enlace de tu correo',
  'done, my files have the right ending again',
  'did it, the icon of the file looks strange',
  'my mouse moves slowly',
  'my mouse is moving again',
  'I pressed approve and it still asks',
  'I entered my password and it says wrong password',
  'I approved the prompt and I am in',
  'I typed the code and it was accepted',
  'nobody is on my computer',
  "I didn't click anything",
  'clicked the button, still nothing',
  'I lost my connection again',
  "why is that? it's my company laptop",
  'the hackathon room',
  'my password manager was locked',
  'approve my leave request',
  'can somebody log in to my account while I am away',
  "I don't think my account was hacked",
  'I got a mail from a stranger in my inbox',
  'the mail of Herr Hacker is in my inbox',
  'we have taken over the small meeting room',
  'someone sent a mail to my mailbox',
  'someone has to look at my mailbox',
  'please let somebody have a look at my account',
  "I can't sign in with my account, my mails are not there",
  'mein Chef muss das noch genehmigen',
  'quelqu’un doit regarder mon imprimante',
];

/** Words that may be an alarm. */
const UNSURE = 'the caller hung up';

/** The id of the dialog that waits. */
function open({ state }: Talk): string | undefined {
  return (state?.dialogs.at(-1) as { id?: string } | undefined)?.id;
}

describe('an alarm', () => {
  let known: Knowledge;
  before(async function () {
    this.timeout(300_000);
    known = await shipped();
  });

  for (const [what, begins] of Object.entries(OPEN)) {
    it(`ends at once what is open: ${what}`, async () => {
      for (const [text, means] of ALARMS) {
        const talk = new Talk(known.turn);
        await talk.say(begins);
        await talk.say(text);
        assert.equal(talk.state?.case?.intent, means, `${text} (${talk.text.slice(0, 80)})`);
      }
    });

    it(`is not heard in harmless words: ${what}`, async () => {
      for (const text of HARMLESS) {
        const talk = new Talk(known.turn);
        await talk.say(begins);
        await talk.say(text);
        const at = open(talk);
        assert.ok(at !== 'alarm' && !ALARMS.some(([, id]) => id === talk.state?.case?.intent), `${text}: ${talk.text}`);
      }
    });
  }

  it('is asked about once where it is unsure, and the walkthrough goes on after a no', async () => {
    const talk = new Talk(known.turn);
    await talk.say(OPEN['a printer']!);
    const { at } = talk;
    await talk.say(UNSURE);
    assert.deepEqual(talk.choices, ['yes', 'no']);
    await talk.say('no');
    assert.equal(talk.at, at);
    await talk.say(UNSURE);
    assert.equal(open(talk), 'play');
  });

  it('begins after a yes', async () => {
    const talk = new Talk(known.turn);
    await talk.say(OPEN['a printer']!);
    await talk.say(UNSURE);
    await talk.say('yes');
    assert.equal(talk.state?.case?.intent, 'somebody-controls-my-computer');
  });

  it('is asked about where few words answer a question for words as well', async () => {
    const talk = new Talk(known.turn);
    await talk.say(OPEN['a request, asked for words']!);
    await talk.say('hacked!!');
    assert.deepEqual(talk.choices, ['yes', 'no']);
    await talk.say('yes');
    assert.equal(talk.state?.case?.intent, 'suspicious-sign-in');
  });

  it('is asked about where its words stand in a question', async () => {
    const talk = new Talk(known.turn);
    await talk.say(OPEN['a printer']!);
    await talk.say('is there a hacker in my mailbox?');
    assert.deepEqual(talk.choices, ['yes', 'no']);
  });

  it('is none where the words are surely about another problem that is easily taken for it', () => {
    const text = 'my phone with the authenticator got stolen in the metro';
    assert.equal(alarmIn(known.content, known.read, text, null), null);
  });

  it('lets no clause be read alone where nothing in the whole calls for it', () => {
    const texts: string[] = [];
    const read = (text: string) => {
      texts.push(text);
      return known.read(text);
    };
    const harmless =
      'I turned the printer off and on again, there is enough paper in both trays, but nothing comes out of it';
    assert.equal(alarmIn(known.content, read, harmless, null), null);
    assert.deepEqual(texts, [harmless]);
    const alarming =
      'the printer prints nothing since monday, I tried new toner. By the way I read my code to somebody who called me';
    assert.deepEqual(alarmIn(known.content, read, alarming, null), { intent: 'suspicious-sign-in', sure: true });
    assert.ok(texts.length > 2);
  });

  it('begins while a ticket waits, which becomes urgent', async () => {
    const talk = new Talk(createTurn(known.content, known.read, true));
    await talk.say(OPEN['a printer']!);
    await talk.say('talk to a person');
    await talk.press('send');
    await talk.say('somebody is moving my mouse');
    assert.equal(talk.state?.case?.intent, 'somebody-controls-my-computer');
    const words = talk.last!.outgoing.find(({ event }) => event.kind === 'words')!.event;
    assert.equal('urgent' in words && words.urgent, true);
  });
});
