/** Reads the command line of the benchmark. */
import { Command, InvalidArgumentError, Option } from 'commander';

/** A part of the benchmark. */
export type Part = 'classify' | 'masking' | 'turn' | 'journal' | 'start' | 'http' | 'page' | 'peers' | 'install';
const USUAL: readonly Part[] = ['classify', 'masking', 'turn', 'journal', 'start', 'http', 'peers'];
const PARTS: readonly Part[] = [...USUAL, 'page', 'install'];

/** The options of one run of the benchmark. */
export interface Options {
  /** A commit to compare with; null for figures of this tree alone. */
  readonly against: string | null;
  readonly quick: boolean;
  readonly json: boolean;
  /** The file for a page with plots; null for none. */
  readonly html: string | null;
  readonly strict: boolean;
  readonly parts: readonly Part[];
  /** Other people's labelled files for the peers; null for the shipped examples. */
  readonly texts: { readonly train: string; readonly on: string; readonly noneLabel: string } | null;
}

/**
 * Reads the command line; `program` may be one that throws instead of ending the process.
 *
 * @throws commander's CommanderError, if `program` was told to
 */
export function optionsOf(args: readonly string[], program = new Command()): Options {
  const others = ['only', 'install', 'strict', 'train', 'on', 'html'];
  const given = program
    .name('npm run bench --')
    .description(
      'Measures Firstline on this machine: over HTTP beside a bare Bot Framework bot, its understanding beside its peers; or, with --against, this tree beside another commit.',
    )
    .addOption(
      new Option('--against <commit>', 'ratios of this tree to that commit, both measured at once').conflicts(others),
    )
    .option('--quick', 'a third of the time: rougher figures')
    .option('--json', 'one JSON object instead of the table')
    .option('--html <file>', 'also a page with plots, in this file')
    .option('--strict', 'end with 1 if a target is missed')
    .option('--only <parts>', `some of ${PARTS.join(', ')}; with commas`, partsOf)
    .option('--install', 'also how large a production install is (it runs npm ci in a copy)')
    .option('--train <file>', 'peers alone, over other texts: train on this labelled file (CSV or JSON lines) …')
    .option('--on <file>', '… and judge by this one')
    .option('--none-label <label>', 'which label there means "none of ours"', 'out-of-scope')
    .parse(args, { from: 'user' })
    .opts<{
      against?: string;
      quick?: boolean;
      json?: boolean;
      html?: string;
      strict?: boolean;
      only?: Part[];
      install?: boolean;
      train?: string;
      on?: string;
      noneLabel: string;
    }>();
  const {
    against = null,
    quick = false,
    json = false,
    html = null,
    strict = false,
    install,
    train,
    on,
    noneLabel,
  } = given;
  if ((train === undefined) !== (on === undefined)) program.error('error: --train and --on go together');
  const texts = train === undefined || on === undefined ? null : { train, on, noneLabel };
  const parts = new Set<Part>(given.only ?? (texts ? ['peers'] : USUAL));
  if (install) parts.add('install');
  return { against, quick, json, html, strict, parts: [...parts], texts };
}

function partsOf(list: string): Part[] {
  const parts = list.split(',').map((part) => part.trim() as Part);
  const wrong = parts.find((part) => !PARTS.includes(part));
  if (wrong !== undefined) throw new InvalidArgumentError(`There is no "${wrong}".`);
  return parts;
}
