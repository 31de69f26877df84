/** Dialogs of the desk: how a ticket ends, who gets it, what to ask, which step to send. */
import { say } from '../frame/words.js';
import { html, nothing, render } from '../lit/lit-html.js';

const dialog = document.createElement('dialog');
dialog.setAttribute('aria-labelledby', 'dialog-title');
document.body.append(dialog);

/**
 * Opens the dialog `which` about a ticket; `act(choice, text)` does what is chosen, `agents()` answers who is there, `put(text)`
 * puts a saved reply into the field.
 */
export async function openDialog(which, view, { act, agents, me, put }) {
  const { title, body, read, button = title.replace(/ …$/, '') } = await DIALOGS[which](view, { agents, me });
  const send = (event) => {
    event.preventDefault();
    const [choice, text] = read(new FormData(event.target));
    if (!choice) return;
    dialog.close();
    if (choice === 'put') put(text);
    else act(choice, text);
  };
  // Drawn anew: what was chosen before is no default.
  render(nothing, dialog);
  render(
    html`<form @submit=${send}>
      <h2 id="dialog-title">${title}</h2>
      ${body}
      <div class="row ends">
        <button type="button" @click=${() => dialog.close()}>${say('dialog-cancel')}</button>
        ${read ? html`<button class="primary">${button}</button>` : nothing}
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
  reply: (view) => ({
    title: say('dialog-reply'),
    button: say('dialog-reply-put'),
    body:
      view.replies.length === 0
        ? html`<p>${say('dialog-reply-none')}</p>`
        : html`<fieldset class="replies"><legend class="visually-hidden">${say('dialog-reply')}</legend>${view.replies.map(
            (
              { id, title, text },
              i,
            ) => html`<label class="option"><input type="radio" name="choice" value=${id} required
              ?autofocus=${i === 0}><span><strong>${title}</strong><span class="soft" dir="auto">${text}</span></span></label>`,
          )}</fieldset>`,
    read:
      view.replies.length === 0
        ? null
        : (form) => ['put', view.replies.find(({ id }) => id === form.get('choice'))?.text ?? ''],
  }),
  resolve: (view) => ({
    title: say('dialog-resolve'),
    body: html`<fieldset><legend>${say('dialog-how-ended')}</legend>${options(view.outcomes)}</fieldset>
      <label for="last">${say('dialog-last', { person: view.person ?? say('write-person') })}</label>
      <textarea id="last" name="last" rows="3" dir="auto" maxlength="5000"></textarea>`,
    read: (form) => [`close:${form.get('choice')}`, form.get('last')],
  }),
  ask: (view) => formOf(view, 'ask'),
  step: (view) => formOf(view, 'step'),
  async hand(_view, { agents, me }) {
    const others = (await agents()).filter(({ id }) => id !== me.id);
    if (others.length === 0)
      return { title: say('dialog-hand'), body: html`<p>${say('dialog-hand-none')}</p>`, read: null };
    const list = others.map(({ id, name }) => ({ id, title: name }));
    return {
      title: say('dialog-hand'),
      body: html`<fieldset><legend>${say('dialog-hand-who')}</legend>${options(list)}</fieldset>`,
      read: (form) => [`hand:${form.get('choice')}`, ''],
    };
  },
};
