/** Says the shipped sentences, as a channel's host says them. */
import { loadContent } from '../../src/content/load.ts';
import type { Phrases } from '../../src/core/content.ts';
import { createSay } from '../../src/core/phrases.ts';
import { fixtureSources } from './content.ts';

/** The sentences of `dialogs/common/phrases.yaml`. */
export const SHIPPED_PHRASES: Phrases = loadContent(fixtureSources()).phrases;

/** Says one of them, in plain words. */
export const say = createSay(() => SHIPPED_PHRASES);
