import assert from 'node:assert/strict';
import { concernIn } from '../../src/conversation/concern.ts';
import type { Session } from '../../src/conversation/session.ts';
import { shipped } from '../fakes/knowledge.ts';

const { content } = await shipped();

describe('matters for other people at once', () => {
  const of = (text: string) => concernIn({ content, message: { kind: 'said', text } } as unknown as Session);

  it('are danger, despair and harassment, in many words', () => {
    for (const text of [
      'i am stuck in the elevator',
      'help stuck in lift 2',
      'someone collapsed in the canteen',
      'my colleague feels unwell, what do i do',
      'printer smells of smoke',
      'the laptop is burning',
      'my battery is smoking',
      'Laptop on fire!',
      'the printer smells burnt',
      'I was on Teams and my boss passed out',
      'il y a le feu au deuxième étage',
    ])
      assert.equal(of(text), 'danger', text);
    for (const text of [
      'a colleague threatens me in teams chat',
      'i want to report harassment',
      'a colleague sends me threats in teams chat, i am scared',
      'i am afraid of my boss, he writes every night',
      'mein Chef bedroht mich',
      'my Teams colleague harasses me',
      'somebody in Teams threatens me',
      'In Teams bedroht mich mein Chef',
      'someone sends threatening messages on Teams',
    ])
      assert.equal(of(text), 'harassment', text);
    for (const text of ['i want to kill myself', 'ich will mich umbringen', 'I need the suicide prevention hotline'])
      assert.equal(of(text), 'despair', text);
  });

  it('are danger where somebody is ill, whatever else is spoken of', () => {
    for (const text of [
      "my colleague can't breathe",
      'I think I have a heart attack',
      'a customer on the phone has a heart attack',
      'somebody has a heart attack in the meeting room',
      "I can't breathe with all the smoke from the printer",
      "she can't breathe because of the printer",
      'I have chest pain every time I open Outlook',
      'mein Kollege hat einen Herzinfarkt',
      'mi compañera tiene un infarto en la oficina',
    ])
      assert.equal(of(text), 'danger', text);
  });

  it('are none in a figure of speech about work', () => {
    for (const text of [
      'this laptop gives me a heart attack',
      'I get a heart attack every time Teams rings',
      'each time my old Excel closes I get a heart attack',
      "I can't breathe under all these tickets",
      "we cannot breathe with so many meetings, and the calendar doesn't open",
      "my boss will have a heart attack if this isn't fixed",
      'ich kriege jedes Mal einen Herzinfarkt, wenn der Drucker anspringt',
      'me da un infarto cada vez que se cierra Word',
      'je vais faire une crise cardiaque si cet ordinateur plante encore',
    ])
      assert.equal(of(text), null, text);
  });

  it('are none where machines are meant, or where it is denied', () => {
    for (const text of [
      'kill the process',
      'antivirus says threat detected',
      'the folder list collapsed',
      'the lift door makes noise',
      'nobody was badly hurt, but the laptop is broken',
      'the app crashed and burned',
      'the firewall blocks me',
      'my laptop is unwell',
      'outlook passed out of memory',
      'Outlook keeps harassing me with password prompts',
      'the pop-ups are harassing me',
      'windows update is bullying me into a restart',
      'mein Laptop ist zusammengebrochen',
      'el portátil está inconsciente',
      'mon ordinateur a fait un malaise',
      'ich könnte diesen Drucker umbringen',
      'the lamp is burning red on the router',
      'le serveur est au feu rouge',
      'the disk is burning a CD forever',
      "I can't open the sexual harassment policy",
      'I need access to the Suicide prevention folder',
      'she collapsed all folders in the list',
      'we need a doctor login',
    ])
      assert.equal(of(text), null, text);
  });
});
