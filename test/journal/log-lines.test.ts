/** The log of a whole service: one message's way can be followed, and nothing that people wrote stands in it. */
import assert from 'node:assert/strict';
import { PagePerson } from '../fakes/page-person.ts';
import { Service } from '../fakes/service.ts';
import { until } from '../fakes/until.ts';

const CANARY = 'canaryword4711';
/** Lines about the service itself, which belong to no conversation. */
const OF_THE_SERVICE = /^(?:ready|stopping|stopped|content changed|no desk is set|not ready)/;

interface LogLine {
  readonly msg: string;
  readonly conversation?: string;
  readonly seq?: number;
  readonly channel?: string;
}

describe('the log', () => {
  it('shows every message’s way by conversation and number, without what was written', async function () {
    this.timeout(120_000);
    const service = new Service();
    const people: PagePerson[] = [];
    try {
      const address = await service.start({ LOG_LEVEL: 'debug' });
      for (const name of ['one', 'two']) {
        const person = await new PagePerson(address).open();
        people.push(person);
        assert.equal(await person.say(`hello ${CANARY}${name}`), 202);
        await person.hear('"who":"firstline"');
        assert.equal(await person.say(`I need a person, my password is ${CANARY} and my name is ${CANARY}`), 202);
        assert.equal(await person.say(`${CANARY} {"text": "${CANARY}"`), 202);
      }
      // Requests that are refused are people's words too.
      await people[0]!.ask('POST', '/web/messages', `{"text": "${CANARY}`);
      await people[0]!.ask('POST', '/web/messages', JSON.stringify({ kind: CANARY, [CANARY]: CANARY }));
      await people[0]!.ask('POST', '/web/images', Buffer.from(CANARY), 'image/png');
      await people[0]!.ask('GET', `/${CANARY}`);
      const sent = () => linesOf(service.log).filter(({ msg, seq }) => msg === 'sent' && seq === 3).length;
      await until(
        () => sent() >= 2,
        () => service.log,
      );
    } finally {
      for (const person of people) person.close();
      await service.stop();
      await service.remove();
    }
    assert.doesNotMatch(service.log, new RegExp(CANARY));
    const lines = linesOf(service.log);
    const conversations = new Set(lines.flatMap(({ conversation = [] }) => conversation));
    assert.equal(conversations.size, 2);
    for (const conversation of conversations)
      for (const seq of [1, 2, 3]) {
        const way = lines.filter((line) => line.conversation === conversation && line.seq === seq);
        assert.deepEqual(
          [...new Set(way.map(({ msg }) => msg))],
          ['accepted', 'turn', 'sent'],
          `message ${seq} of ${conversation}`,
        );
        assert.ok(way.every(({ channel }) => channel === 'web'));
      }
    const stray = lines.filter(({ msg, conversation }) => conversation === undefined && !OF_THE_SERVICE.test(msg));
    assert.deepEqual(stray, []);
  });
});

function linesOf(log: string): LogLine[] {
  return log
    .split('\n')
    .filter((line) => line.startsWith('{') && line.endsWith('}'))
    .map((line) => JSON.parse(line) as LogLine);
}
