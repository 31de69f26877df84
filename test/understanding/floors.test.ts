import assert from 'node:assert/strict';
import { figuresOf } from '../../src/evaluation/figures.ts';
import { judge } from '../../src/evaluation/judge.ts';
import { isRight, type Judged, type Rule, share, takenFor } from '../../src/evaluation/judged.ts';
import { holds } from '../fakes/floors.ts';
import { shipped } from '../fakes/knowledge.ts';
import { ownMessages } from '../fakes/messages.ts';

/*
 * Floors under the understanding: what was measured when they were set, less three points. A change that makes it better raises
 * them; a change that makes it worse is seen here, and `npx firstline evaluate --html report.html` shows where. The floors of the
 * cross-validation are in test/prove/floors.prove.ts: it takes minutes.
 */

/** Over the messages of our own writing (messages.yaml), which nothing is trained on. */
const OWN_MESSAGES = { accuracyInScope: 0.89, offered: 0.92, noneRecall: 0.8 };
/** Of the errors in messages that hold several. */
const LEAST_FOUND = 0.75;

const { content, read } = await shipped();

describe('the floors', () => {
  describe('over messages of our own writing', () => {
    const rule: Rule = { noneLabel: 'none', also: true };
    const messages = ownMessages();
    let judged: Judged[];

    before(async () => {
      const rows = messages.map(({ text, about, also, kind, line }) => ({
        ...{ text, label: about, also, tier: kind, line },
        source: 'messages.yaml',
      }));
      judged = await judge(read, rows);
    });

    it('are about intents that there are', () => {
      for (const { about, also, all, line } of messages)
        for (const id of [about, ...also, ...all])
          assert.ok(id === 'none' || content.intents.has(id), `messages.yaml:${line} ${id}`);
    });

    it('hold', () => {
      const missed = (): string =>
        judged
          .filter((j) => !isRight(j, rule))
          .map(
            (j) =>
              `messages.yaml:${j.row.line} ${j.row.tier}: ${j.row.label} was taken for ${takenFor(j, 'none')} (${j.reading.decision} ${j.reading.confidence})`,
          )
          .join('\n');
      holds(figuresOf(judged, rule), OWN_MESSAGES, missed);
    });

    it('hold for the share of several errors in a message that are found', () => {
      const wanted = messages.flatMap((m, i) => m.all.map((intent) => ({ intent, line: m.line, j: judged[i]! })));
      const missed = wanted.filter(({ intent, j }) => !j.reading.found.some((f) => f.intent === intent));
      const found = share(wanted, (one) => !missed.includes(one));
      const list = missed.map(({ intent, line }) => `messages.yaml:${line} ${intent}`).join('\n');
      assert.ok(found >= LEAST_FOUND, `${found.toFixed(3)} of the errors were found, not\n${list}`);
    });
  });
});
