/** The console's page “Audit”: a table of who opened or did what. */
import { html, nothing, render } from '../lit/lit-html.js';

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

  const draw = () => {
    const words = state.find.toLowerCase();
    const shown = state.lines.filter((line) =>
      `${line.name} ${line.what} ${line.ticket ?? ''}`.toLowerCase().includes(words),
    );
    render(
      html`<div class="audit">
        <h1>Audit</h1>
        <p class="soft">Who opened a ticket, did something with it, or made content of what people wrote. Nothing that people wrote stands here.</p>
        <div class="row">
          <label>Since <input type="date" .value=${state.since} @change=${since}></label>
          <label>Agent, action or ticket <input id="find" type="search" maxlength="100" @input=${find}></label>
          <a class="button" download href="/console/api/audit/csv?since=${state.since}">Save as CSV</a>
        </div>
        ${state.isMore ? html`<p>Only the first 1,000 lines are shown; the file has all of them.</p>` : nothing}
        <div class="scroll" tabindex="0" role="region" aria-label="Audit lines">
          <table>
            <thead><tr><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Ticket</th></tr></thead>
            <tbody>
              ${shown.map(
                ({ at, name, what, ticket }) => html`<tr>
                  <td><time datetime=${at}>${time.format(new Date(at))}</time></td><td>${name}</td><td>${what}</td>
                  <td>${ticket ? html`<a href="/console/desk/${ticket}">${ticket}</a>` : nothing}</td>
                </tr>`,
              )}
            </tbody>
          </table>
          ${shown.length === 0 ? html`<p class="soft">No line fits.</p>` : nothing}
        </div>
      </div>`,
      frame.root,
    );
  };

  async function read() {
    try {
      Object.assign(state, await frame.get(`?since=${state.since}`));
      state.lines.reverse();
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
  const find = (event) => {
    state.find = event.target.value.trim();
    draw();
  };
  frame.keys([{ key: '/', what: 'Search', run: () => document.getElementById('find').focus() }]);
  await read();
}
