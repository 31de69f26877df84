/**
 * How many secrets are masked, and how many texts falsely: `node test/bench/masking-figures.ts [seen|unseen]` also shows
 * what was missed of a half. Rules are made with the seen half alone.
 */

import { exampleFolds, heldOut } from '../fakes/ordinary-texts.ts';
import { redact } from '../fakes/redact.ts';
import { casesOf } from '../fakes/secrets.ts';

const shown = process.argv[2];
const say = (line: string): void => void process.stdout.write(`${line}\n`);

for (const file of ['keys', 'phrasings', 'traps'] as const)
  for (const half of ['seen', 'unseen'] as const) {
    const cases = casesOf(file).filter((c) => c.half === half);
    const wrong = cases.filter(({ text, secrets }) => {
      const safe = redact(text);
      return file === 'traps' ? safe.masked : secrets.some((secret) => safe.text.includes(secret));
    });
    say(`${file}, ${half}: ${wrong.length} of ${cases.length} ${file === 'traps' ? 'masked falsely' : 'missed'}`);
    if (shown === half)
      for (const { text } of wrong) say(`    ${JSON.stringify(text)} → ${JSON.stringify(redact(text).text)}`);
  }
for (const [name, texts, mask] of [
  ...(await exampleFolds()),
  ['texts that teach nothing', heldOut(), redact] as const,
]) {
  const wrong = texts.filter((text) => mask(text).masked);
  say(`${name}: ${wrong.length} of ${texts.length} masked falsely`);
  if (shown)
    for (const text of wrong)
      say(`    ${JSON.stringify(text.slice(0, 200))} → ${/.{0,40}\[[a-z ]+ masked\]/s.exec(mask(text).text)?.[0]}`);
}
