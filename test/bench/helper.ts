/** Runs scripts of this folder in processes of their own, and asks them questions. */
import { type ChildProcess, fork } from 'node:child_process';
import { atEnd } from './ends.ts';

/** The answer to a question that went wrong in the helper process. */
interface Failed {
  readonly failed: string;
}

/** The Node it runs on, and the folder it runs in. */
interface Options {
  readonly node?: string;
  readonly cwd?: string;
}

/** Another process running one of the scripts here, which answers one question after the other. */
export class Helper {
  readonly #child: ChildProcess;
  readonly #callOff: () => void;

  constructor(script: string, { node = process.execPath, cwd = process.cwd() }: Options = {}) {
    this.#child = fork(script, { execPath: node, cwd, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    this.#callOff = atEnd(() => this.#child.kill('SIGKILL'));
  }

  /** Starts a helper and asks it the first question; if that fails, the helper is ended. */
  static async open(script: string, first: object, options: Options = {}): Promise<Helper> {
    const helper = new Helper(script, options);
    try {
      await helper.ask(first);
      return helper;
    } catch (error) {
      helper.close();
      throw error;
    }
  }

  /**
   * Asks a question, and resolves to the answer.
   * @throws the error of the helper process, or that it ended
   */
  ask<A>(question: object): Promise<A> {
    return new Promise((resolve, reject) => {
      const ended = (code: number | null): void => reject(new Error(`the helper process ended with ${code}`));
      this.#child.once('exit', ended);
      this.#child.once('message', (answer: A | Failed) => {
        this.#child.off('exit', ended);
        const failed = (answer as Failed).failed;
        if (failed === undefined) resolve(answer as A);
        else reject(new Error(failed));
      });
      this.#child.send(question);
    });
  }

  close(): void {
    this.#callOff();
    this.#child.kill('SIGKILL');
  }
}

/** The other end: answers every question, and ends with the process that asks. */
export function answer<Q>(how: (question: Q) => Promise<object>): void {
  process.on('message', async (question: Q) => {
    const said = await how(question).catch((error: Error): Failed => ({ failed: String(error?.message ?? error) }));
    process.send!(said);
  });
  process.once('disconnect', () => process.exit(0));
}
