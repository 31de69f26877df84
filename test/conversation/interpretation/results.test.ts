/** Results that people tell beside what they did, in the words of the shipped content. */
import assert from 'node:assert/strict';
import {
  isNoBetter,
  isOneThingRight,
  soundsSolved,
  wasDone,
  wasOnlyDone,
  wentBadly,
} from '../../../src/conversation/interpretation/results.ts';
import { spokenWordsOf } from '../../../src/conversation/interpretation/spoken-words.ts';
import { knowledge } from '../../fakes/knowledge.ts';

const { told } = spokenWordsOf(knowledge().content);

/** Holds a function to the texts that it is true for, and to those that it is not. */
function holds(is: (text: string) => boolean, yes: readonly string[], no: readonly string[]): void {
  for (const text of yes) assert.ok(is(text), text);
  for (const text of no) assert.ok(!is(text), text);
}

describe('A result told beside what was done', () => {
  it('is bad where something is missing or amiss in it', () => {
    holds(
      (text) => wentBadly(text, told),
      [
        'pushed it in, no light at the socket',
        'reinicié y sigue igual',
        'redémarré, écran noir',
        'herstart maar niets',
      ],
      ['closed it and the error is gone', 'pushed it in, no red light', 'restarted it'],
    );
  });

  it('tells that it is no better', () => {
    holds(
      (text) => isNoBetter(text, told),
      ['same in the private window', 'the hotspot doesn’t work either', 'geht auch nicht', 'lo mismo', 'pareil ici'],
      ['same as on my phone', 'either way is fine', 'not that way'],
    );
  });

  it('tells that one thing is in order, and not that anything works', () => {
    holds(
      (text) => isOneThingRight(text, told),
      [
        'the address is right',
        "yes, it's right",
        'die Adresse ist richtig',
        'la dirección es correcta',
        'stimmt',
        'all the cables are plugged in',
      ],
      ['everything is fine', 'it is ok now', 'the rest is fine', 'the address is right but it fails', 'it works'],
    );
  });

  it('begins with what somebody did', () => {
    holds(
      (text) => wasDone(text, told),
      ['I pulled it out', 'ok, closed it', "we've restarted", 'hecho', 'neu gestartet'],
      ['I need a new one', 'red light', 'the closed door'],
    );
    holds((text) => wasOnlyDone(text, told), ['closed zoom', 'turned it off'], ['closed it, still red', 'restarted?']);
  });

  it('is solved where people give thanks for how it is now', () => {
    holds(
      (text) => soundsSolved(text, told),
      ['ok it prints now, thanks!', 'jetzt druckt er, danke'],
      ['thanks', 'now it is stuck, thanks'],
    );
  });
});
