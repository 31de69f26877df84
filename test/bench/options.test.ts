/** Tests of the benchmark's command line. */
import assert from 'node:assert/strict';
import { Command, CommanderError } from 'commander';
import { type Options, optionsOf } from './options.ts';

const parse = (...args: string[]): Options =>
  optionsOf(args, new Command().exitOverride().configureOutput({ writeErr: () => {} }));
const refused = (...args: string[]): void => assert.throws(() => parse(...args), CommanderError);

describe('the command line of the benchmark', () => {
  it('measures all the usual parts, and prints for people, without options', () => {
    const { parts, ...others } = parse();
    assert.deepEqual(parts, ['classify', 'masking', 'turn', 'journal', 'start', 'http', 'peers']);
    assert.deepEqual(others, { against: null, quick: false, json: false, html: null, strict: false, texts: null });
  });

  it('measures single parts with --only, and the install besides with --install', () => {
    assert.deepEqual(parse('--only', 'turn, http').parts, ['turn', 'http']);
    assert.deepEqual(parse('--only', 'install', '--install').parts, ['install']);
    assert.equal(parse('--install').parts.at(-1), 'install');
    refused('--only', 'everything');
  });

  it('writes a page with plots into a file that is named', () => {
    assert.equal(parse('--html', 'bench.html').html, 'bench.html');
    refused('--html');
    refused('--against', 'HEAD', '--html', 'bench.html');
  });

  it('compares with a commit, and then refuses a choice of parts', () => {
    const { against, quick, json } = parse('--against', 'HEAD~20', '--quick', '--json');
    assert.deepEqual({ against, quick, json }, { against: 'HEAD~20', quick: true, json: true });
    refused('--against');
    refused('--against', 'HEAD', '--only', 'turn');
    refused('--against', 'HEAD', '--install');
  });

  it('takes other texts for the peers alone, and only with both files', () => {
    const { parts, texts } = parse('--train', 'a.csv', '--on', 'b.csv');
    assert.deepEqual(parts, ['peers']);
    assert.deepEqual(texts, { train: 'a.csv', on: 'b.csv', noneLabel: 'out-of-scope' });
    refused('--train', 'a.csv');
  });
});
