/**
 * Notifications of the browser, for agents who want them: of each ticket that begins to wait while the page is in the
 * background. They say number and problem, and nothing that people wrote.
 */
import { say } from '../frame/words.js';
import { html } from '../lit/lit-html.js';

const KEPT = 'firstline-console-notify';

/** Tells of tickets that were not waiting when the list was last read. */
export class Notifier {
  #frame;
  #open;
  #known = null;
  #isLooking = false;

  /** `open(ticket)` opens a ticket that somebody was told of. */
  constructor(frame, open) {
    this.#frame = frame;
    this.#open = open;
    if (!('Notification' in globalThis)) return;
    frame.menu(
      () => html`<label class="option"><input type="checkbox" .checked=${this.isOn} @change=${(event) => this.turn(event.target.checked)}>
        <span>${say('desk-notify')}</span></label>`,
    );
  }

  /** Whether somebody wants to be told, and the browser lets them. */
  get isOn() {
    return localStorage.getItem(KEPT) === 'on' && Notification.permission === 'granted';
  }

  async turn(isOn) {
    const may = isOn ? await Notification.requestPermission() : 'denied';
    if (isOn && may !== 'granted') this.#frame.note(say('desk-notify-refused'), 'bad');
    else this.#frame.note(say(isOn ? 'desk-notify-on' : 'desk-notify-off'), 'good');
    localStorage.setItem(KEPT, may === 'granted' ? 'on' : 'off');
    this.#frame.menu();
  }

  /** Compares the tickets that wait with those before, and tells of new ones. */
  saw(entries) {
    const before = this.#known;
    this.#known = new Set(entries.map(({ ticket }) => ticket));
    if (before === null || !document.hidden || !('Notification' in globalThis) || !this.isOn) return;
    for (const entry of entries) if (!before.has(entry.ticket)) this.#tell(entry);
  }

  /** Reads what waits where another list is shown; only as long as somebody is to be told. */
  async look(read) {
    if (this.#isLooking || !document.hidden || !('Notification' in globalThis) || !this.isOn) return;
    this.#isLooking = true;
    try {
      this.saw((await read()).entries);
    } catch {
      // The next change reads again.
    } finally {
      this.#isLooking = false;
    }
  }

  #tell({ ticket, title, urgent }) {
    const words = say(urgent ? 'desk-notify-title-urgent' : 'desk-notify-title', { ticket });
    const told = new Notification(words, { body: title ?? say('desk-not-recognised'), tag: ticket });
    told.addEventListener('click', () => {
      focus();
      this.#open(ticket);
      told.close();
    });
  }
}
