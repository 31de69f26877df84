/** The console's page “Desk”. */
import { html, render } from '../lit/lit-html.js';

/** Draws the page. */
export async function open(frame) {
  render(html`<p class="empty">No ticket is waiting.</p>`, frame.root);
}
