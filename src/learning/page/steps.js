/** Steps that cure nobody, and questions whose answer is always the same, each with the evidence. */
import { say } from '../frame/words.js';
import { html, nothing } from '../lit/lit-html.js';
import { counted, dayOf, percent } from './words.js';

/** Draws both tables. */
export function drawSteps({ from, to, uncuring, same }) {
  return html`<div class="wide-part">
    <p class="soft">${say('steps-from', { from: dayOf(from), to: dayOf(to) })}</p>
    ${table(
      'steps-uncuring',
      say('steps-uncuring'),
      say('steps-uncuring-about'),
      [
        say('column-walkthrough'),
        say('column-step'),
        say('column-reached'),
        say('column-on'),
        say('steps-passed-over'),
        say('column-handed'),
        say('column-left'),
      ],
      uncuring.map((s) => [s, s.reached, s.on, `${s.skipped} (${percent(s.skipped / s.reached)})`, s.handed, s.left]),
    )}
    ${table(
      'steps-same',
      say('steps-same'),
      say('steps-same-about'),
      [say('column-walkthrough'), say('column-question'), say('steps-always'), say('steps-answers')],
      same.map((s) => [s, s.answer, s.times]),
    )}
  </div>`;
}

function table(id, title, about, columns, rows) {
  return html`<section class="card" aria-labelledby=${id}>
    <h2 id=${id}>${title} ${rows.length > 0 ? html`<span class="count">${counted(rows.length, 'steps-one', 'steps-several')}</span>` : nothing}</h2>
    <p class="soft">${about}</p>
    ${
      rows.length === 0
        ? html`<p>${say('outcomes-empty')}</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label=${title}><table>
          <thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
          <tbody>${rows.map(
            ([{ title: walkthrough, text, step, pack, walkthrough: file }, ...cells]) => html`<tr>
              <th scope="row">${walkthrough}<code>dialogs/${pack ?? ''}/${file}.yaml</code></th>
              <td>${text}<code>${step}</code></td>${cells.map((cell) => html`<td class="number">${cell}</td>`)}
            </tr>`,
          )}</tbody></table></div>`
    }
  </section>`;
}
