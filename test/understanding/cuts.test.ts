/** The cut below which a text is none of ours, learned without texts about other things. */
import assert from 'node:assert/strict';
import { type Example, Model } from '../../src/understanding/model.ts';
import { NO_USAGE } from '../../src/understanding/usage.ts';
import { lexicon } from '../fakes/knowledge.ts';

const THINGS = ['printer', 'scanner', 'plotter', 'copier', 'screen', 'keyboard', 'mouse', 'camera', 'headset', 'dock'];
const ACTS = ['jams', 'smokes', 'beeps', 'blinks', 'stops', 'hangs', 'leaks', 'rattles', 'drifts', 'freezes'];
const WHEN = ['today', 'again', 'always', 'since Monday', 'after lunch', 'at noon', 'in the hall', 'upstairs'];

/** The same sentence with other numbers: all of its texts are alike. */
const alike = (of: string, count: number): Example[] =>
  Array.from({ length: count }, (_, i) => ({ text: `please book the ${of} for ${i} people`, intent: of }));
/** Sentences of words that other examples have hardly ever. */
const apart = (of: string, count: number): Example[] =>
  Array.from({ length: count }, (_, i) => ({
    text: `${of} ${THINGS[i % 10]} ${ACTS[Math.floor(i / 10) % 10]} ${WHEN[i % 8]} x${(i * 7919) % 997}`,
    intent: of,
  }));

describe('the cut where no text about other things is known', () => {
  const packs = { table: 'rooms', hall: 'rooms', broken: 'things', loud: 'things', spare: 'small' };
  let cuts: Record<string, number>;
  before(async () => {
    const examples = [
      ...[...alike('table', 300), ...alike('hall', 300)],
      ...[...apart('broken', 300), ...apart('loud', 300)],
      ...apart('spare', 20),
    ];
    const model = await Model.train(
      examples,
      [],
      { none: 'none', problems: new Set(Object.keys(packs)), packs: new Map(Object.entries(packs)), formulas: [] },
      { feelings: { words: {}, negations: [] }, usage: NO_USAGE },
      lexicon,
    );
    cuts = Object.fromEntries(model.classes.map((id, c) => [id, model.calibration.cuts[c]!]));
  });

  it('is one for each pack: how near the texts of one are to its intents says nothing of another’s', () => {
    assert.equal(cuts.table, cuts.hall);
    assert.equal(cuts.broken, cuts.loud);
    assert.ok(cuts.broken! - cuts.table! > 0.1, JSON.stringify(cuts));
  });

  it('is that of all texts for a pack with too few', () => {
    const { table, broken, spare } = cuts;
    assert.ok(spare! > table! && spare! < broken!, JSON.stringify(cuts));
  });
});
