/**
 * Preloaded into every Node of a run (`NODE_OPTIONS=--import …`): writes the name of each package that is loaded, once a process, to the
 * file that LOADED_PACKAGES names. A Node too old to watch what it loads (npm's own may be) writes nothing.
 */
import { appendFileSync } from 'node:fs';
import module from 'node:module';

const seen = new Set();

module.registerHooks?.({
  load(url, context, next) {
    const name = /.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
    if (name && !seen.has(name)) {
      seen.add(name);
      appendFileSync(process.env.LOADED_PACKAGES, `${name}\n`);
    }
    return next(url, context);
  },
});
