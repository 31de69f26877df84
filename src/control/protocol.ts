/** The protocol between a command and the service on the same SQLite file: small JSON requests and answers over HTTP. */
import { z } from 'zod';
import { Fault } from '../core/fault.ts';
import { FAULT_CODES, FAULTS, type FaultCode } from '../core/faults.ts';

/** The longest request and the longest answer, in characters. */
export const LONGEST_REQUEST = 16_384;
export const LONGEST_ANSWER = 65_536;
/** The pause between two signs of life while a request is worked on, in milliseconds: blanks, which JSON may begin with. */
export const BEAT_MS = 1000;

const plainId = z
  .string()
  .min(1)
  .max(1000)
  .refine((id) => id.isWellFormed() && !/\p{Cc}/u.test(id));

/** The request to erase a person, as of a time; now, where it names none. */
export const EraseRequest = z.strictObject({
  who: plainId,
  at: z
    .string()
    .max(40)
    .refine((at) => !Number.isNaN(Date.parse(at)))
    .optional(),
});

/** The answers: what was asked for, or the fault that kept it from being done. */
const WhichFile = z.object({ file: z.string().max(100) });
const ErasedCount = z.object({ conversations: z.int().min(0) });
const Done = z.object({ done: z.literal(true) });
const Failed = z.object({
  fault: z.object({ code: z.enum(FAULT_CODES), cause: z.string().max(2000), cure: z.string().max(2000) }),
});

/** The requests by path, each with the answer to it. */
export const ANSWERS = {
  '/file': WhichFile,
  '/erase': ErasedCount,
  '/tidy': Done,
  '/count': Done,
} as const;

/** A path of the protocol, and what is answered to it. */
export type ControlPath = keyof typeof ANSWERS;
export type ControlAnswer<Path extends ControlPath> = z.output<(typeof ANSWERS)[Path]>;

/** A fault on its way to a command. */
export type FailedAnswer = z.output<typeof Failed>;

/** Reads an answer; null where it is none. */
export function readAnswer<Path extends ControlPath>(
  path: Path,
  text: string,
): ControlAnswer<Path> | FailedAnswer | null {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return null;
  }
  const failed = Failed.safeParse(json);
  if (failed.success) return failed.data;
  const answer = ANSWERS[path].safeParse(json);
  return answer.success ? (answer.data as ControlAnswer<Path>) : null;
}

/** The fault of a code, with what it is about. */
export function faultOf(code: FaultCode, about?: string): Fault {
  const { cause, cure } = FAULTS[code];
  return new Fault(code, about === undefined ? cause : `${cause} (${about})`, cure);
}
