/** The console's page “Outcomes”: the period and what it is narrowed down to, the funnel, the plot, and the tables. */
import { html, render, svg } from '../lit/lit-html.js';
import { cellText, timeText } from './words.js';

const DAY_MS = 86_400_000;
const PERIODS = [7, 28, 90];
const FEW_ROWS = 12;
/** The numbers of the colours in the style sheet. */
const COLOURS = [0, 1, 3, 4, 5, 6, 7];
const GREY = 2;
const BY = { standing: 'how it ended', problem: 'problem', category: 'category', pack: 'pack', channel: 'channel' };
/** Stages of a branch stand a little to the right of the one they are a part of. */
const PART_OF = { stayed: 'fixed', resolved: 'handed', reopened: 'handed' };
const ABOUT = {
  begun: 'Cases begun in the period: all other stages count these.',
  recognised: 'The problem was named.',
  walked: 'At least one step of a walkthrough was asked or told.',
  fixed: 'The person said that the walkthrough fixed it, and no ticket was written.',
  stayed: 'Fixed for now, asked a day later, and it still worked. Other fixes are not asked about.',
  handed: 'A ticket was written.',
  resolved: 'An agent closed it as fixed, for good or for now.',
  reopened: 'It was opened again after it was closed.',
  unknown: 'Silent, stopped, or still under way. Silence is never taken for a fix.',
};

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
    { key: 'e', what: 'Earlier period', run: () => move(-1) },
    { key: 'l', what: 'Later period', run: () => move(1) },
    { key: 'b', what: 'Plot by the next thing', run: nextBy },
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
  const all = Object.keys(BY);
  state.by = all[(all.indexOf(state.by) + 1) % all.length];
  draw();
}

function draw() {
  render(page(), frame.root);
  plot();
}

function page() {
  const { said, trouble } = state;
  if (!said) return html`<p class="empty">${trouble ?? 'Reading the figures.'}</p>`;
  const isEmpty = said.stages[0].cases === 0;
  return html`<div class="outcomes">
    ${filters(said)} ${trouble ? html`<p class="trouble" role="alert">${trouble}</p>` : ''}
    ${
      isEmpty
        ? html`<p class="empty">No case was begun in this period. Cases are counted once a minute.</p>`
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
  return html`<form class="filters" aria-label="Which cases" @submit=${(event) => event.preventDefault()}>
    <h1>Outcomes</h1>
    ${day('from', 'From')} ${day('to', 'To')}
    <div class="periods" role="group" aria-label="Period">
      ${PERIODS.map((days) => html`<button type="button" @click=${() => last(days)}>${days} days</button>`)}
    </div>
    ${select('pack', 'Pack', choices.pack, 'All packs')} ${select('channel', 'Channel', choices.channel, 'All channels')}
    ${select('problem', 'Problem', problems, 'All problems')}
  </form>`;
}

function funnel({ stages }) {
  const all = stages[0].cases;
  const bar = ({ id, title, cases }) => html`<li class="stage ${id} ${PART_OF[id] ? 'part' : ''}">
    <span class="name" title=${ABOUT[id]}>${title}</span>
    <span class="number">${cases}</span>
    <span class="share soft">${all === 0 ? '' : `${((cases / all) * 100).toFixed(0)}%`}</span>
    <svg class="bar-of" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      ${svg`<rect class="whole" width="100" height="4"></rect><rect class="some" width=${all === 0 ? 0 : (cases / all) * 100} height="4"></rect>`}
    </svg>
  </li>`;
  const of = (...ids) => stages.filter(({ id }) => ids.includes(id)).map(bar);
  return html`<section class="card" aria-labelledby="funnel-title">
    ${heading('funnel', 'Funnel', 'Every stage counts the cases begun in the period; each is fixed by itself, handed over, or unknown.')}
    <div class="funnel">
      <ol>${of('begun', 'recognised', 'walked', 'fixed', 'stayed')}</ol>
      <ol>${of('handed', 'resolved', 'reopened', 'unknown')}</ol>
    </div>
    <details class="meanings">
      <summary>What each stage counts</summary>
      <dl>${stages.map(({ id, title }) => html`<div><dt>${title}</dt><dd>${ABOUT[id]}</dd></div>`)}</dl>
    </details>
  </section>`;
}

const TIME_TITLES = { answer: 'First answer', fix: 'Fix', person: 'A person' };
const TIME_ABOUT = {
  answer: 'from the first message',
  fix: 'from the first message, by itself or by agents',
  person: 'from the hand-over to an agent taking it',
};

function times({ times: all }) {
  return html`<section class="times" aria-label="Times at a glance">
    ${all.map(
      ({ time, cases, median, ninetieth }) => html`<div class="card time">
        <h2>${TIME_TITLES[time]}</h2>
        <p class="big">${median === null ? '–' : timeText(median)}</p>
        <p class="soft">${median === null ? 'none yet' : html`median · nine of ten within <b>${timeText(ninetieth)}</b>`}</p>
        <p class="soft">${TIME_ABOUT[time]}; ${cases} ${cases === 1 ? 'case' : 'cases'}</p>
      </div>`,
    )}
  </section>`;
}

function perDay({ days, perDay: all }) {
  const series = all[state.by];
  const colours = coloursOf(series);
  return html`<section class="card" aria-labelledby="per-day-title">
    <div class="row spread">
      ${heading('per-day', 'Cases per day', null)}
      <label class="by"><span>by</span>
        <select aria-label="Plot by" @change=${(event) => {
          state.by = event.target.value;
          draw();
        }}>
          ${Object.entries(BY).map(([id, title]) => html`<option value=${id} ?selected=${id === state.by}>${title}</option>`)}
        </select>
      </label>
    </div>
    <div id="plot" role="img" aria-label=${`Cases per day by ${BY[state.by]}; the table “Days” and the files have the numbers.`}></div>
    <ul class="legend">${series.map(({ title, counts }, i) => html`<li><span class="swatch s${colours[i]}" aria-hidden="true"></span>${title}<span class="soft">${state.hover === null ? sum(counts) : counts[state.hover]}</span></li>`)}</ul>
    <p class="soft" id="hovered">${state.hover === null ? `${days[0]} to ${days.at(-1)} (UTC)` : days[state.hover]}</p>
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
    return html`<section class="card table small">${heading(name, title, about)}<p class="soft">There are none.</p></section>`;
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
    ${rows.length > shown.length ? html`<button type="button" class="quiet" @click=${more}>Show all ${rows.length}</button>` : ''}
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
    <a href=${to('csv')} download>CSV<span class="visually-hidden"> of ${name}</span></a>
    <a href=${to('json')} download>JSON<span class="visually-hidden"> of ${name}</span></a>
  </p>`;
}
