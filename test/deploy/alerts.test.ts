/** The alert rules: every metric and code in them exists, and each tells what is wrong and what to do. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { FAULT_CODES, FAULTS } from '../../src/core/faults.ts';
import { Telemetry } from '../../src/telemetry/telemetry.ts';
import { ROOT } from '../fakes/content.ts';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

const FOLDER = join(ROOT, 'deploy', 'prometheus');
const { groups } = parse(readFileSync(join(FOLDER, 'alerts.yaml'), 'utf8')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** Refusals that no alert tells of: for seconds at a start and a stop, and one that `firstline_ready` and its log line tell. */
const QUIET: readonly string[] = ['DRAINING', 'STARTING', 'CONSOLE_PROVIDER'];

/** The texts of all files of a folder of code. */
function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('faults.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

describe('the alert rules', () => {
  let metrics: ReadonlySet<string>;
  let text: string;

  before(async () => {
    const telemetry = new Telemetry('1', ['web']);
    telemetry.watch({
      backlog: () => assert.fail(),
      desks: () => assert.fail(),
      ping: () => assert.fail(),
      now: () => new Date(),
    });
    text = await telemetry.meter.registry.metrics();
    metrics = new Set([...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name!));
  });

  for (const { alert, expr, labels, annotations } of rules)
    it(`${alert} asks for metrics that there are, and says what to do`, () => {
      const named = [...expr.matchAll(/\b(?:firstline|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name);
      assert.deepEqual(
        named.filter((name) => !metrics.has(name.replace(/_(?:bucket|sum|count)$/, ''))),
        [],
      );
      assert.ok(named.length > 0 || expr.startsWith('up{'));
      for (const [, codes] of expr.matchAll(/code=~"([^"]+)"/g))
        for (const code of codes!.split('|'))
          assert.ok(
            FAULT_CODES.some((known) => new RegExp(`^${code}$`).test(known)),
            `no code ${code}`,
          );
      assert.match(labels.severity, /^(?:critical|warning)$/);
      assert.ok(annotations.summary.length > 10 && annotations.description.length > 30);
    });

  it('tell of every code with which a request is refused because Firstline can not take it', () => {
    const named = rules.flatMap(({ expr }) => [...expr.matchAll(/code=~"([^"]+)"/g)].map(([, codes]) => codes!));
    assert.deepEqual(
      FAULT_CODES.filter((code) => (FAULTS[code].status ?? 0) >= 500 && !QUIET.includes(code)).filter(
        (code) => !named.some((codes) => new RegExp(`^(?:${codes})$`).test(code)),
      ),
      [],
    );
  });

  it('ask for codes that are counted from 0 on: without a 0 before it, the first of a kind is no increase', () => {
    for (const { alert, expr } of rules)
      for (const [, counter, codes] of expr.matchAll(/(firstline_\w+_total)\{code=~"([^"]+)"/g))
        for (const code of codes!.split('|'))
          assert.match(text, new RegExp(`^${counter}\\{code="${code.replace('.*', '\\w+')}"\\} 0$`, 'm'), alert);
  });

  it('ask for codes with which requests are refused: somebody throws or counts each', () => {
    const sources = sourcesIn(join(ROOT, 'src'));
    for (const { expr } of rules)
      for (const [, codes] of expr.matchAll(/firstline_requests_refused_total\{code=~"([^"]+)"/g))
        for (const code of codes!.split('|'))
          assert.ok(
            sources.some((source) => new RegExp(`(?:Fault|refus\\w*|said|code:|\\?\\?)[( ]*'${code}'`).test(source)),
            `nobody is refused with ${code}`,
          );
  });

  it('and the guide name every metric, and no other', () => {
    const guide = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    const own = [...metrics].filter((name) => name.startsWith('firstline_'));
    assert.deepEqual(
      own.filter((name) => !guide.includes(`\`${name}\``) && !guide.includes(`\`${name}{`)),
      [],
      'not in the guide',
    );
    const named = [...guide.matchAll(/`(firstline_[a-z0-9_]+)/g)].map(([, name]) => name!);
    assert.deepEqual(
      named.filter((name) => !metrics.has(name)),
      [],
      'not among the metrics',
    );
    assert.deepEqual(
      rules.map(({ alert }) => alert).filter((alert) => !guide.includes(alert)),
      [],
      'alerts that are not in the guide',
    );
  });
});
