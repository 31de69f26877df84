/**
 * Signing in with a company account: what the page shows of it, the window in which it happens, and what comes back. It is never
 * needed: whatever goes wrong, the guest's chat goes on.
 *
 * @typedef {import('../page-files.ts').AccountFacts} AccountFacts
 */
import { $, el } from './elements.js';
import { post } from './post.js';
import { say } from './words.js';

const BEGIN = '/web/sign-in';
const WINDOW = 'popup,width=500,height=680';
/** The sentences for what came back: by another page, or in the address. */
const ENDS = { 'not-signed-in': 'page-sign-in-refused', 'sign-in-unreachable': 'page-sign-in-unreachable' };

/** @type {AccountFacts} */
const facts = JSON.parse($('account').textContent);

/**
 * Shows the sign-in, or who signed in. `tell` says a sentence; `leave` loads the page anew, as another person's.
 * @param {(text: string, again?: boolean, calm?: boolean) => void} tell @param {() => void} leave
 */
export function showAccount(tell, leave) {
  const place = $('who');
  if (facts.person) {
    const out = el('button', { type: 'button', id: 'sign-out' }, say('page-sign-out'));
    out.onclick = async () => {
      await post('/web/sign-out', {});
      leave();
    };
    const name = el('strong', { dir: 'auto', title: facts.person.mail ?? '' }, facts.person.name);
    place.replaceChildren(`${say('page-signed-in-as')} `, name, ' · ', out);
  } else if (facts.isOffered) {
    const link = el('a', { href: BEGIN, onclick: begin }, say('page-sign-in'));
    place.replaceChildren(link, ` ${say('page-sign-in-need-not')}`);
  }
  place.hidden = place.childNodes.length === 0;
  const end = location.hash.slice(1);
  if (end in ENDS) {
    history.replaceState(null, '', location.pathname);
    tell(say(ENDS[end]), false, true);
  } else if (facts.isOver) tell(`${say('page-signed-out')} ${say('page-signed-out-cure')}`, false, true);
  if (facts.asksForGuest) askForGuest(tell, leave);
}

/** Opens the sign-in in a window of its own; where the browser allows none, the link leads there in this one. */
function begin(event) {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  if (window.open(`${BEGIN}?window`, 'firstline-sign-in', WINDOW)) event.preventDefault();
}

/** Takes what the window, or another page, says; false where it was about something else. */
export function heardEnd(data, tell) {
  if (!(data in ENDS)) return false;
  tell(say(ENDS[data]), false, true);
  return true;
}

/** Asks once whether what was written as a guest goes on under the person's name. */
function askForGuest(tell, leave) {
  const dialog = $('guest');
  $('guest-text').textContent = say('page-guest-explained', { who: facts.person.name });
  dialog.onclose = async () => {
    const goesOn = dialog.returnValue === 'go-on';
    const { status } = await post('/web/sign-in/guest', { goesOn });
    if (status !== 204) return tell(say('page-fresh-failed'));
    if (goesOn) leave();
  };
  dialog.showModal();
}

/** Whether the server said that the sign-in is over; the page then goes back to the guest's chat. */
export function isSignedOut(said, leave) {
  if (said.code !== 'SIGNED_OUT') return false;
  leave();
  return true;
}
