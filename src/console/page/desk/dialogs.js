/** Dialogs of the desk: how a ticket ends, who gets it, what to ask, which step to send. */
import { html, nothing, render } from '../lit/lit-html.js';

const dialog = document.createElement('dialog');
dialog.setAttribute('aria-labelledby', 'dialog-title');
document.body.append(dialog);

/** Opens the dialog `which` about a ticket; `act(choice, text)` does what is chosen, `agents()` answers who is there. */
export async function openDialog(which, view, { act, agents, me }) {
  const { title, body, read } = await DIALOGS[which](view, { agents, me });
  const send = (event) => {
    event.preventDefault();
    const [choice, text] = read(new FormData(event.target));
    if (!choice) return;
    dialog.close();
    act(choice, text);
  };
  // Drawn anew: what was chosen before is no default.
  render(nothing, dialog);
  render(
    html`<form @submit=${send}>
      <h2 id="dialog-title">${title}</h2>
      ${body}
      <div class="row ends">
        <button type="button" @click=${() => dialog.close()}>Cancel</button>
        ${read ? html`<button class="primary">${title.replace(/ …$/, '')}</button>` : nothing}
      </div>
    </form>`,
    dialog,
  );
  dialog.showModal();
}

/** A list of which one is chosen. */
const options = (list, name = 'choice') =>
  list.map(
    ({ id, title }, i) =>
      html`<label class="option"><input type="radio" name=${name} value=${id} required ?autofocus=${i === 0}><span>${title}</span></label>`,
  );

const formOf = (view, id) => {
  const { title, options: list } = view.forms.find((form) => form.id === id);
  return {
    title,
    body: html`<fieldset><legend class="visually-hidden">${title}</legend>${options(list)}</fieldset>`,
    read: (form) => [form.get('choice'), ''],
  };
};

const DIALOGS = {
  resolve: (view) => ({
    title: 'Resolve',
    body: html`<fieldset><legend>How did it end?</legend>${options(view.outcomes)}</fieldset>
      <label for="last">A last word to ${view.person ?? 'the person'} (may be empty)</label>
      <textarea id="last" name="last" rows="3" dir="auto" maxlength="5000"></textarea>`,
    read: (form) => [`close:${form.get('choice')}`, form.get('last')],
  }),
  ask: (view) => formOf(view, 'ask'),
  step: (view) => formOf(view, 'step'),
  async hand(_view, { agents, me }) {
    const others = (await agents()).filter(({ id }) => id !== me.id);
    if (others.length === 0)
      return { title: 'Hand to …', body: html`<p>No other agent has the console open.</p>`, read: null };
    const list = others.map(({ id, name }) => ({ id, title: name }));
    return {
      title: 'Hand to …',
      body: html`<fieldset><legend>Agents who have the console open</legend>${options(list)}</fieldset>`,
      read: (form) => [`hand:${form.get('choice')}`, ''],
    };
  },
};
