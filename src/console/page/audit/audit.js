/** The console's page “Audit”: a table of who opened or did what. */
import { say } from '../frame/words.js';
import { html, nothing, render } from '../lit/lit-html.js';

/** The pause after which somebody is taken to have typed all of a word, in milliseconds. */
const TYPING_MS = 200;
const WEEK_MS = 7 * 24 * 60 * 60 * 1000;
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** Draws the page. */
export async function open(frame) {
  const state = {
    since: new Date(Date.now() - WEEK_MS).toISOString().slice(0, 10),
    find: '',
    lines: [],
    isMore: false,
  };

  const query = () => new URLSearchParams({ since: state.since, find: state.find });
  const draw = () => {
    const shown = state.lines;
    render(
      html`<div class="audit">
        <h1>${say('audit-title')}</h1>
        <p class="soft">${say('audit-about')}</p>
        <div class="row">
          <label>${say('audit-since')} <input type="date" .value=${state.since} @change=${since}></label>
          <label>${say('audit-find')} <input id="find" type="search" maxlength="100" @input=${find}></label>
          <a class="button" download href="/console/api/audit/csv?${query()}">${say('audit-save')}</a>
        </div>
        ${state.isMore ? html`<p>${say('audit-more')}</p>` : nothing}
        <div class="scroll" tabindex="0" role="region" aria-label=${say('audit-lines')}>
          <table>
            <thead><tr>${['when', 'who', 'what', 'ticket'].map((name) => html`<th scope="col">${say(`audit-${name}`)}</th>`)}</tr></thead>
            <tbody>
              ${shown.map(
                ({ at, name, what, ticket }) => html`<tr>
                  <td><time datetime=${at}>${time.format(new Date(at))}</time></td><td>${name}</td><td>${what}</td>
                  <td>${ticket ? html`<a href="/console/desk/${ticket}">${ticket}</a>` : nothing}</td>
                </tr>`,
              )}
            </tbody>
          </table>
          ${shown.length === 0 ? html`<p class="soft">${say('audit-none')}</p>` : nothing}
        </div>
      </div>`,
      frame.root,
    );
  };

  let reading = 0;
  async function read() {
    const turn = ++reading;
    try {
      const said = await frame.get(`?${query()}`);
      // A later question was asked meanwhile, and its answer counts.
      if (turn !== reading) return;
      Object.assign(state, said);
    } catch (trouble) {
      frame.note(trouble.message, 'bad');
    }
    draw();
  }
  const since = (event) => {
    if (!event.target.value) return;
    state.since = event.target.value;
    read();
  };
  let typing = null;
  const find = (event) => {
    clearTimeout(typing);
    typing = setTimeout(() => {
      state.find = event.target.value.trim();
      read();
    }, TYPING_MS);
  };
  frame.keys([{ key: '/', what: say('audit-key-find'), run: () => document.getElementById('find').focus() }]);
  await read();
}
