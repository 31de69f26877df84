/** The console's page “Outcomes”: the period and what it is narrowed down to, the funnel, the plot, and the tables. */
import { say, sayParts } from '../frame/words.js';
import { html, render, svg } from '../lit/lit-html.js';
import { cellText, timeText } from './words.js';

const DAY_MS = 86_400_000;
const PERIODS = [7, 28, 90];
const FEW_ROWS = 12;
/** The numbers of the colours in the style sheet. */
const COLOURS = [0, 1, 3, 4, 5, 6, 7];
const GREY = 2;
const BY = ['standing', 'problem', 'category', 'pack', 'channel'];
/** Stages of a branch stand a little to the right of the one they are a part of. */
const PART_OF = { stayed: 'fixed', resolved: 'handed', reopened: 'handed' };
const state = { asked: {}, by: 'standing', said: null, trouble: null, whole: new Set(), hover: null };
let frame;
let reading = 0;
/** The plot's module; null where the browser can't run it: the tables say the same. */
let plots = null;

/** Draws the page. */
export async function open(given) {
  frame = given;
  frame.moved(() => void read());
  frame.keys([
    { key: 'e', what: say('outcomes-key-earlier'), run: () => move(-1) },
    { key: 'l', what: say('outcomes-key-later'), run: () => move(1) },
    { key: 'b', what: say('outcomes-key-by'), run: nextBy },
  ]);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => plot());
  [plots] = await Promise.all([import('./plot.js').catch(() => null), read()]);
  draw();
}

/** Reads the figures that the address asks for. */
async function read() {
  state.asked = Object.fromEntries(new URLSearchParams(frame.rest));
  reading += 1;
  const mine = reading;
  frame.root.setAttribute('aria-busy', 'true');
  try {
    const said = await frame.get(`/figures?${new URLSearchParams(state.asked)}`);
    // Another period was chosen meanwhile.
    if (mine !== reading) return;
    state.said = said;
    state.trouble = null;
  } catch (trouble) {
    if (mine !== reading) return;
    state.trouble = trouble.message;
  }
  frame.root.removeAttribute('aria-busy');
  draw();
}

/** Asks for something else; what is empty is left out. */
function ask(change) {
  const asked = Object.entries({ ...state.asked, ...change }).filter(([, value]) => value);
  frame.go(new URLSearchParams(asked).toString());
  if (asked.length === 0) void read();
}

function last(days) {
  const to = new Date().toISOString().slice(0, 10);
  ask({ to, from: new Date(Date.parse(to) - (days - 1) * DAY_MS).toISOString().slice(0, 10) });
}

function move(by) {
  const { from, to } = state.said?.query ?? {};
  if (!from) return;
  const length = Date.parse(to) - Date.parse(from) + DAY_MS;
  const at = (day) => new Date(Date.parse(day) + by * length).toISOString().slice(0, 10);
  ask({ from: at(from), to: at(to) });
}

function nextBy() {
  state.by = BY[(BY.indexOf(state.by) + 1) % BY.length];
  draw();
}

function draw() {
  render(page(), frame.root);
  plot();
}

function page() {
  const { said, trouble } = state;
  if (!said) return html`<p class="empty">${trouble ?? say('outcomes-reading')}</p>`;
  const isEmpty = said.stages[0].cases === 0;
  return html`<div class="outcomes">
    ${filters(said)} ${trouble ? html`<p class="trouble" role="alert">${trouble}</p>` : ''}
    ${
      isEmpty
        ? html`<p class="empty">${say('outcomes-none')}</p>`
        : [funnel(said), times(said), perDay(said), said.tables.map(table)]
    }
  </div>`;
}

function filters({ query, choices }) {
  const chosen = { channel: query.channel, pack: query.pack, problem: query.intent };
  const problems = choices.problem.filter(({ pack }) => !query.pack || pack === query.pack);
  const select = (name, title, options, all) => html`<label class=${name}>
    <span>${title}</span>
    <select @change=${(event) => ask({ [name]: event.target.value, ...(name === 'pack' ? { problem: '' } : {}) })}>
      <option value="" ?selected=${!chosen[name]}>${all}</option>
      ${options.map(({ id, title: words }) => html`<option value=${id} ?selected=${chosen[name] === id}>${words}</option>`)}
    </select>
  </label>`;
  const day = (name, title) => html`<label>
    <span>${title}</span>
    <input type="date" .value=${query[name]} @change=${(event) => event.target.value && ask({ [name]: event.target.value, [name === 'from' ? 'to' : 'from']: query[name === 'from' ? 'to' : 'from'] })}>
  </label>`;
  return html`<form class="filters" aria-label=${say('outcomes-which')} @submit=${(event) => event.preventDefault()}>
    <h1>${say('page-outcomes')}</h1>
    ${day('from', say('outcomes-from'))} ${day('to', say('outcomes-to'))}
    <div class="periods" role="group" aria-label=${say('outcomes-period')}>
      ${PERIODS.map((days) => html`<button type="button" @click=${() => last(days)}>${say('outcomes-days', { n: days })}</button>`)}
    </div>
    ${select('pack', say('column-pack'), choices.pack, say('outcomes-all-packs'))} ${select('channel', say('column-channel'), choices.channel, say('outcomes-all-channels'))}
    ${select('problem', say('column-problem'), problems, say('outcomes-all-problems'))}
  </form>`;
}

function funnel({ stages }) {
  const all = stages[0].cases;
  const bar = ({ id, title, cases }) => html`<li class="stage ${id} ${PART_OF[id] ? 'part' : ''}">
    <span class="name" title=${say(`stage-${id}-about`)}>${title}</span>
    <span class="number">${cases}</span>
    <span class="share soft">${all === 0 ? '' : `${((cases / all) * 100).toFixed(0)}%`}</span>
    <svg class="bar-of" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      ${svg`<rect class="whole" width="100" height="4"></rect><rect class="some" width=${all === 0 ? 0 : (cases / all) * 100} height="4"></rect>`}
    </svg>
  </li>`;
  const of = (...ids) => stages.filter(({ id }) => ids.includes(id)).map(bar);
  return html`<section class="card" aria-labelledby="funnel-title">
    ${heading('funnel', say('table-funnel'), say('outcomes-funnel'))}
    <div class="funnel">
      <ol>${of('begun', 'recognised', 'walked', 'fixed', 'stayed')}</ol>
      <ol>${of('handed', 'resolved', 'reopened', 'unknown')}</ol>
    </div>
    <details class="meanings">
      <summary>${say('outcomes-meanings')}</summary>
      <dl>${stages.map(({ id, title }) => html`<div><dt>${title}</dt><dd>${say(`stage-${id}-about`)}</dd></div>`)}</dl>
    </details>
  </section>`;
}

function times({ times: all }) {
  return html`<section class="times" aria-label=${say('outcomes-times')}>
    ${all.map(
      ({ time, cases, median, ninetieth }) => html`<div class="card time">
        <h2>${say(`glance-${time}`)}</h2>
        <p class="big">${median === null ? '–' : timeText(median)}</p>
        <p class="soft">${median === null ? say('outcomes-no-time') : sayParts('outcomes-median', { time: html`<b>${timeText(ninetieth)}</b>` })}</p>
        <p class="soft">${say(`glance-${time}-about`)}; ${say(cases === 1 ? 'outcomes-case' : 'outcomes-cases', { n: cases })}</p>
      </div>`,
    )}
  </section>`;
}

function perDay({ days, perDay: all }) {
  const series = all[state.by];
  const colours = coloursOf(series);
  return html`<section class="card" aria-labelledby="per-day-title">
    <div class="row spread">
      ${heading('per-day', say('outcomes-per-day'), null)}
      <label class="by"><span>${say('outcomes-by')}</span>
        <select aria-label=${say('outcomes-plot-by')} @change=${(event) => {
          state.by = event.target.value;
          draw();
        }}>
          ${BY.map((id) => html`<option value=${id} ?selected=${id === state.by}>${say(`by-${id}`)}</option>`)}
        </select>
      </label>
    </div>
    <div id="plot" role="img" aria-label=${say('outcomes-plot', { by: say(`by-${state.by}`) })}></div>
    <ul class="legend">${series.map(({ title, counts }, i) => html`<li><span class="swatch s${colours[i]}" aria-hidden="true"></span>${title}<span class="soft">${state.hover === null ? sum(counts) : counts[state.hover]}</span></li>`)}</ul>
    <p class="soft" id="hovered">${state.hover === null ? say('outcomes-hovered', { from: days[0], to: days.at(-1) }) : days[state.hover]}</p>
    ${files('per-day')}
  </section>`;
}

/** The number of the colour of each series: what is no value of its own is grey. */
function coloursOf(series) {
  if (state.by === 'standing') return [0, 1, GREY];
  const own = [...COLOURS];
  return series.map(({ id }) => (id === null ? GREY : own.shift()));
}

function sum(numbers) {
  return numbers.reduce((all, n) => all + n, 0);
}

function plot() {
  const at = document.getElementById('plot');
  if (!at || !state.said) return plots?.endPlot();
  const series = state.said.perDay[state.by];
  plots?.drawPlot(at, { days: state.said.days, series, colours: coloursOf(series) }, (day) => {
    if (day === state.hover) return;
    state.hover = day;
    render(page(), frame.root);
  });
}

function table({ name, title, about, columns, rows }) {
  const shown = state.whole.has(name) ? rows : rows.slice(0, FEW_ROWS);
  const hidden = new Set(columns.flatMap(({ id }, i) => (id === 'id' ? [i] : [])));
  const isWords = (i) => columns[i].kind === 'words';
  const more = () => {
    state.whole.add(name);
    draw();
  };
  if (rows.length === 0)
    return html`<section class="card table small">${heading(name, title, about)}<p class="soft">${say('outcomes-empty')}</p></section>`;
  return html`<section class="card table ${columns.length < 5 && name !== 'days' ? 'small' : ''}" aria-labelledby="${name}-title">
    ${heading(name, title, about)}
    <div class="scroll" tabindex="0" role="group" aria-labelledby="${name}-title">
      <table>
        <thead><tr>${columns.map(({ title: head }, i) => (hidden.has(i) ? '' : html`<th scope="col" class=${isWords(i) ? '' : 'n'}>${head}</th>`))}</tr></thead>
        <tbody>${shown.map(
          (row) =>
            html`<tr>${row.map((cell, i) =>
              hidden.has(i)
                ? ''
                : html`<td class="${isWords(i) ? '' : 'n'} ${cell === 0 ? 'none' : ''}">${columns[i].id === 'ticket' && cell ? html`<a href="/console/desk/${cell}">${cell}</a>` : cellText(columns[i].kind, cell)}</td>`,
            )}</tr>`,
        )}</tbody>
      </table>
    </div>
    ${rows.length > shown.length ? html`<button type="button" class="quiet" @click=${more}>${say('outcomes-show-all', { n: rows.length })}</button>` : ''}
    ${files(name)}
  </section>`;
}

function heading(name, title, about) {
  return html`<div><h2 id="${name}-title">${title}</h2>${about ? html`<p class="soft">${about}</p>` : ''}</div>`;
}

/** The links to the table as a file, of the same cases. */
function files(name) {
  const asked = new URLSearchParams(state.asked).toString();
  const to = (ending) => `/console/api/outcomes/tables/${name}.${ending}${asked ? `?${asked}` : ''}`;
  return html`<p class="files">
    <a href=${to('csv')} download>CSV<span class="visually-hidden"> ${say('outcomes-of', { name })}</span></a>
    <a href=${to('json')} download>JSON<span class="visually-hidden"> ${say('outcomes-of', { name })}</span></a>
  </p>`;
}
