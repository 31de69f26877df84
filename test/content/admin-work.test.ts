/** The administrators' work in tickets: each step says where in a portal, or by which command, it is done. */
import assert from 'node:assert/strict';
import { loadContent } from '../../src/content/load.ts';
import { plain, type Rich } from '../../src/core/text.ts';
import { shippedSources } from '../fakes/content.ts';

/** Words of a step that has neither portal nor command: a person is called, asked, or believed. */
const AMONG_PEOPLE =
  /^Make sure (?:who|that)|\bask (?:the|a) manager\b|\bthe yes (?:of|for|from)\b|\bapproval of the owner\b/;

/** Steps that are done with the hands, at a device of many makers, or by a plan of the organisation's own. */
const BY_HAND = new Set([
  'device-disabled-or-deleted/admin-lost',
  'device-lost-or-stolen/admin-report',
  'ransom-note/admin-isolate',
  'ransom-note/admin-keep',
  'request-password-other-system/admin-do',
  'somebody-controls-my-computer/admin-isolate',
  'somebody-controls-my-computer/admin-anew',
  'bounce-details/work',
  'mail-start/look',
  'certificate-warning/admin-other',
  'dock-or-monitor/admin-device',
  'dock-or-monitor/admin-dock',
  'dock-or-monitor/admin-screen',
  'dock-or-monitor/admin-wet',
  'no-internet/admin-outage',
  'printer-queue/admin-scan',
]);

/** Whether a text has a place in a portal or a program (bold), a command (code), or an address (link). */
function saysWhere(text: Rich): boolean {
  return text.some(({ spans }) => spans.some(({ style }) => style !== undefined));
}

describe("the administrators' work", () => {
  const { walkthroughs } = loadContent(shippedSources());
  const work = [...walkthroughs.values()]
    .filter(({ pack }) => ['microsoft-365-sign-in', 'mail', 'files-and-network'].includes(pack))
    .flatMap(({ id, steps }) =>
      [...steps.values()].flatMap((step) =>
        step.kind === 'tell' && step.who === 'admin'
          ? step.variants.map(({ text }) => ({ name: `${id}/${step.id}`.split('/').slice(-2).join('/'), text }))
          : [],
      ),
    );

  it('names a place in a portal, a command or an address, but for what is done among people and by hand', () => {
    const lacking = work.filter(
      ({ name, text }) => !saysWhere(text) && !AMONG_PEOPLE.test(plain(text)) && !BY_HAND.has(name),
    );
    assert.deepEqual(
      lacking.map(({ name }) => name),
      [],
    );
  });

  it('lists no step as done by hand that is no longer there', () => {
    const names = new Set(work.map(({ name }) => name));
    assert.deepEqual(
      [...BY_HAND].filter((name) => !names.has(name)),
      [],
    );
  });
});
