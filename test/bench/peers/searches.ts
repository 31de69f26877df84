/** Two search libraries as engines: the nearest example decides. */
import Fuse from 'fuse.js';
import MiniSearch from 'minisearch';
import { nearestWins, type Train } from './engine.ts';

/** minisearch over the examples, as its README shows (allowing misspellings makes it slower, not better): the best match wins. */
export const minisearch: Train = ({ train }) => {
  const index = new MiniSearch({ fields: ['text'], storeFields: ['label'] });
  index.addAll(train.map((row, id) => ({ id, ...row })));
  return (text) => nearestWins(index.search(text).map((hit) => ({ label: hit.label as string, score: hit.score })));
};

/** fuse.js over the examples: the nearest example wins, wherever in it the words stand. */
export const fuse: Train = ({ train }) => {
  const index = new Fuse(train, { keys: ['text'], includeScore: true, ignoreLocation: true });
  return (text) => nearestWins(index.search(text).map((hit) => ({ label: hit.item.label, score: 1 - hit.score! })));
};
