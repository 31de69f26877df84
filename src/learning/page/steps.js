/** Steps that cure nobody, and questions whose answer is always the same, each with the evidence. */
import { html, nothing } from '../lit/lit-html.js';
import { dayOf, percent, times } from './words.js';

/** Draws both tables. */
export function drawSteps({ from, to, uncuring, same }) {
  return html`<div class="wide-part">
    <p class="soft">From the cases of ${dayOf(from)} to ${dayOf(to)}; steps that fewer than 20 cases reached are left out.</p>
    ${table(
      'Steps that cure nobody',
      'They ask whether they helped, and it never did. Move them back, or take them out.',
      ['Walkthrough', 'Step', 'Reached', 'Went on', 'Passed over', 'To a person', 'Left'],
      uncuring.map((s) => [s, s.reached, s.on, `${s.skipped} (${percent(s.skipped / s.reached)})`, s.handed, s.left]),
    )}
    ${table(
      'Questions whose answer is always the same',
      'The answer could be taken for granted, or the question asked later.',
      ['Walkthrough', 'Question', 'Always', 'Answers'],
      same.map((s) => [s, s.answer, s.times]),
    )}
  </div>`;
}

function table(title, about, columns, rows) {
  const id = title.toLowerCase().replace(/\W+/g, '-');
  return html`<section class="card" aria-labelledby=${id}>
    <h2 id=${id}>${title} ${rows.length > 0 ? html`<span class="count">${times(rows.length, 'step')}</span>` : nothing}</h2>
    <p class="soft">${about}</p>
    ${
      rows.length === 0
        ? html`<p>There are none.</p>`
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
