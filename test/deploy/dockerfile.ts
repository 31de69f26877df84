/** Reads a Dockerfile: its stages, and the instructions of each. */
import { readFileSync } from 'node:fs';

/** One instruction, in capitals, and everything after it, on one line. */
export interface Instruction {
  readonly name: string;
  readonly rest: string;
}

/** A stage: the image it begins from, and its instructions. */
export interface Stage {
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

/** Reads the stages of a Dockerfile. */
export function stagesOf(path: string): readonly Stage[] {
  const lines = readFileSync(path, 'utf8')
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { from: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name, rest] = /^(\w+)\s+(.*)$/.exec(line)!;
    if (name === 'FROM') stages.push({ from: rest!, instructions: [] });
    else stages.at(-1)!.instructions.push({ name: name!, rest: rest! });
  }
  return stages;
}

/** The arguments of an instruction in the form of a JSON list, such as CMD. */
export function listIn({ instructions }: Stage, name: string): readonly string[] {
  const { rest } = instructions.find((instruction) => instruction.name === name)!;
  return JSON.parse(rest.slice(rest.indexOf('['))) as string[];
}

/** The environment that a stage sets. */
export function environmentOf({ instructions }: Stage): Record<string, string> {
  const pairs = instructions.filter(({ name }) => name === 'ENV').flatMap(({ rest }) => rest.split(/\s+/));
  return Object.fromEntries(pairs.map((pair) => pair.split(/=(.*)/s).slice(0, 2) as [string, string]));
}
