/** The console's page “Learning”: holds what is shown, reads it anew when something changes, and does what authors press. */
import { say, sayParts } from '../frame/words.js';
import { html, nothing, render } from '../lit/lit-html.js';
import { drawDraft } from './draft.js';
import { drawGroup, drawGroups } from './groups.js';
import { drawSteps } from './steps.js';

/** The pause in which several changes become one reading, in milliseconds. */
const GATHER_MS = 150;
/** The likeness from which on something is chosen beforehand. */
const NEAR = 0.4;
const VIEWS = ['draft', 'steps'];
const CHOICE = { use: 'example', intent: '', other: '', pack: '', title: '' };

/** Draws the page. */
export async function open(frame) {
  const { root } = frame;
  const state = {
    rest: frame.rest,
    said: null,
    draft: null,
    steps: null,
    trouble: null,
    busy: false,
    /** The texts of the open group that are left out, and those that are worded anew, by lesson. */
    out: new Set(),
    wordings: new Map(),
    choice: { ...CHOICE },
    near: null,
    /** The explanation of a text of the open group. */
    explained: null,
    taken: null,
  };
  const view = () => (VIEWS.includes(state.rest) ? state.rest : 'groups');
  const group = () => state.said?.groups.find(({ id }) => id === state.rest) ?? null;
  const titleOf = (id) => state.intents?.get(id)?.title ?? id;
  const chosen = () => group()?.lessons.filter(({ id }) => !state.out.has(id)) ?? [];

  const draw = () => {
    const drafted = state.draft?.changes.length ?? state.said?.drafted ?? 0;
    const tab = (rest, title, count) => html`<button type="button"
      aria-pressed=${(rest === '' ? 'groups' : rest) === view()} @click=${() => frame.go(rest)}>
      ${title}${count ? html` <span class="count">${count}</span>` : nothing}
    </button>`;
    const isOne = view() === 'groups' && state.rest !== '';
    render(
      html`<div class="learning fills ${isOne ? 'one' : 'many'} ${view()}">
        <div class="head">
          ${isOne && group() ? nothing : html`<h1>${say('page-learning')}</h1>`}
          <div class="tabs" role="group" aria-label=${say('learning-which')}>
            ${tab('', say('learning-groups'), state.said?.lessons)} ${tab('draft', say('learning-draft'), drafted)} ${tab('steps', say('learning-steps'))}
          </div>
        </div>
        ${state.trouble ? html`<p class="trouble" role="alert">${state.trouble}</p>` : nothing}
        ${body()}
      </div>`,
      root,
    );
  };

  const body = () => {
    if (view() === 'draft') return state.draft ? drawDraft(state, { titleOf, ...draftActions }) : waiting();
    if (view() === 'steps') return state.steps ? drawSteps(state.steps) : waiting();
    if (!state.said) return waiting();
    return html`<section class="list" aria-label=${say('learning-list')}>${drawGroups(state, { open: (id) => frame.go(id) })}</section>
      <section class="place" aria-label=${say('learning-group')}>${place()}</section>`;
  };
  const waiting = () => (state.trouble ? nothing : html`<p class="empty">${say('learning-reading')}</p>`);
  const place = () => {
    const one = group();
    if (one) return drawGroup(one, state, { titleOf, chosen, ...groupActions });
    if (state.rest !== '')
      return html`<div class="empty"><p>${say('learning-gone')}</p>
        <button type="button" @click=${() => frame.go('')}>${say('desk-back')}</button></div>`;
    return state.said.groups.length === 0
      ? nothing
      : html`<p class="empty">${sayParts('learning-choose', { down: html`<kbd>j</kbd>`, up: html`<kbd>k</kbd>`, help: html`<kbd>?</kbd>` })}</p>`;
  };

  // Reading

  /** Asks, shows what is wrong where it fails, and answers null then. */
  async function ask(work) {
    try {
      const said = await work();
      state.trouble = null;
      return said;
    } catch (trouble) {
      state.trouble = trouble.message;
      return null;
    }
  }
  function know(said) {
    state.intents = new Map(said.intents.map((intent) => [intent.id, intent]));
    state.packs = said.packs;
    state.walkthroughs = said.walkthroughs;
  }

  async function read() {
    root.setAttribute('aria-busy', 'true');
    if (view() === 'steps') state.steps = (await ask(() => frame.get('/steps'))) ?? state.steps;
    else if (view() === 'draft') {
      const said = await ask(() => frame.get('/draft'));
      if (said) {
        state.draft = said;
        know(said);
      }
    } else {
      const said = await ask(() => frame.get('/groups'));
      if (said) {
        state.said = said;
        state.draft = null;
        know(said);
        begin();
      }
    }
    root.removeAttribute('aria-busy');
    draw();
  }

  /** Prepares the open group: what is nearest is chosen beforehand, and the first text is explained. */
  async function begin() {
    const one = group();
    if (!one || state.begun === one.id) return;
    state.begun = one.id;
    Object.assign(state, { out: new Set(), wordings: new Map(), choice: { ...CHOICE }, near: null, explained: null });
    draw();
    await Promise.all([readNear(null), groupActions.explain(one.id)]);
    const nearest = state.near?.nearest ?? [];
    const near = nearest.filter(({ likeness }) => likeness >= NEAR);
    const first = (kind) => near.find(({ intent }) => state.intents.get(intent)?.kind === kind)?.intent;
    const turned = mostFrequent(one.lessons.map(({ became }) => became?.intent));
    // The problem that it turned out to be tells more than one that it resembles.
    const isKnown = state.intents.get(turned)?.kind === 'problem';
    state.choice.intent = isKnown ? turned : (first('problem') ?? '');
    state.choice.other = first('none') ?? [...state.intents.values()].find(({ kind }) => kind === 'none')?.id ?? '';
    if (!isKnown && near[0]?.intent === state.choice.other) state.choice.use = 'other';
    state.choice.pack =
      state.intents.get(state.choice.intent)?.pack ?? state.packs.find(({ isOffered }) => isOffered)?.id ?? '';
    await readNear();
    draw();
  }

  /** Reads which of the chosen words stand nearer to another intent than to the chosen one. */
  async function readNear(target = targetOf(state.choice)) {
    const ids = chosen()
      .map(({ id }) => id)
      .slice(0, 100);
    if (ids.length === 0) return;
    const near = await ask(() => frame.post('/near', { ids, intent: target }));
    if (near) state.near = { ...near, target };
  }
  const targetOf = ({ use, intent, other }) => (use === 'example' ? intent : use === 'other' ? other : null) || null;

  let gathering = null;
  frame.heard((said) => {
    if (said?.kind === 'trial') {
      if (!state.draft) return;
      const { kind: _, ...trial } = said;
      state.draft.trial = { ...trial, isThis: trial.draft === state.draft.name, words: {} };
      draw();
      // The result is read with the words that it names.
      if (trial.done !== null) return;
    }
    clearTimeout(gathering);
    gathering = setTimeout(read, GATHER_MS);
  });
  frame.moved((rest) => {
    state.rest = rest;
    draw();
    if (view() === 'groups' && state.said && state.draft === null) begin();
    else read();
    document.querySelector('.lead')?.focus();
  });

  // Groups

  async function does(work, done) {
    if (state.busy) return;
    state.busy = true;
    draw();
    try {
      const said = await work();
      state.trouble = null;
      state.busy = false;
      await done(said);
    } catch (trouble) {
      frame.note(trouble.message, 'bad');
    }
    state.busy = false;
    draw();
  }

  const groupActions = {
    back: () => frame.go(''),
    async explain(id) {
      if (state.explained?.id === id) return;
      state.explained = { id, said: null };
      draw();
      const said = await ask(() => frame.post('/explain', { id }));
      if (state.explained?.id === id) state.explained.said = said;
      draw();
    },
    toggle(ids, isIn) {
      for (const id of ids)
        if (isIn) state.out.delete(id);
        else state.out.add(id);
      draw();
      readNear().then(draw);
    },
    word(ids, text) {
      for (const id of ids)
        if (text === null) state.wordings.delete(id);
        else state.wordings.set(id, text);
      draw();
    },
    choose(change) {
      Object.assign(state.choice, change);
      draw();
      readNear().then(draw);
    },
    use(event) {
      event?.preventDefault();
      const { use, intent, other, pack, title } = state.choice;
      const lessons = chosen().map(({ id }) => ({
        id,
        wording: use === 'leave' ? null : state.wordings.get(id)?.trim() || null,
      }));
      if (lessons.length === 0) return frame.note(say('learning-no-text'), 'bad');
      const uses = {
        example: { use, intent },
        other: { use, intent: other },
        seed: { use, pack, title },
        leave: { use },
      };
      const next = neighbour(1) ?? neighbour(-1);
      does(
        () => frame.post('/use', { lessons, use: uses[use] }),
        async ({ changed }) => {
          frame.note(say(use === 'leave' ? 'learning-left' : 'learning-drafted', { n: changed }), 'good');
          state.begun = null;
          // Words left out of the group are a group by themselves now.
          if (state.out.size === 0) frame.go(next?.id ?? '');
          await read();
        },
      );
    },
  };

  function neighbour(by) {
    const groups = state.said?.groups ?? [];
    const at = groups.findIndex(({ id }) => id === state.rest);
    return groups[at < 0 ? (by > 0 ? 0 : groups.length - 1) : at + by] ?? null;
  }
  function step(by) {
    const next = view() === 'groups' ? neighbour(by) : null;
    if (!next) return;
    frame.go(next.id);
    document.querySelector(`[data-group="${CSS.escape(next.id)}"]`)?.scrollIntoView({ block: 'nearest' });
  }

  // The draft

  const draftActions = {
    drop: (ids) => does(() => frame.post('/drop', { ids }), read),
    try: () =>
      does(
        () => frame.post('/trial'),
        ({ name }) => {
          state.draft.trial = { draft: name, isThis: true, done: 0, result: null, failed: false, words: {} };
        },
      ),
    stop: () => does(() => frame.post('/trial/stop'), read),
    take: () =>
      does(
        () => frame.post('/take', { draft: state.draft.name }),
        async (taken) => {
          state.taken = taken;
          save(taken);
          await read();
          document.querySelector('.wide-part')?.scrollTo(0, 0);
          document.getElementById('taken-title')?.focus();
        },
      ),
    save: () => save(state.taken),
  };

  const choose = (use) => () => {
    if (!group()) return;
    groupActions.choose({ use });
    document.querySelector('.uses select, .uses input:not([type="radio"])')?.focus();
  };
  frame.keys([
    { key: 'j', what: say('learning-key-next'), run: () => step(1) },
    { key: 'k', what: say('learning-key-before'), run: () => step(-1) },
    { key: 'e', what: say('learning-use-example'), run: choose('example') },
    { key: 'o', what: say('learning-use-other'), run: choose('other') },
    { key: 'n', what: say('learning-use-seed'), run: choose('seed') },
    { key: 'l', what: say('learning-use-leave'), run: choose('leave') },
    {
      key: 'Enter',
      what: say('learning-key-do'),
      run: (event) =>
        event.target.closest('button, a, summary') ? event.target.click() : group() && groupActions.use(),
    },
    { key: 'd', what: say('learning-draft'), run: () => frame.go('draft') },
    { key: 'g', what: say('learning-groups'), run: () => frame.go('') },
    {
      key: 'Escape',
      what: say('learning-key-leave'),
      run: () =>
        document.activeElement?.matches('input, textarea, select') ? document.activeElement.blur() : frame.go(''),
    },
  ]);
  // The first grouping of many messages takes a moment.
  draw();
  await read();
}

/** The value that stands most often in a list; undefined for none. */
function mostFrequent(list) {
  const counts = new Map();
  for (const one of list) if (one) counts.set(one, (counts.get(one) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0];
}

/** Saves the patch as a file. */
function save({ patch, file }) {
  const address = URL.createObjectURL(new Blob([patch], { type: 'text/x-patch' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = file;
  link.click();
  URL.revokeObjectURL(address);
}
