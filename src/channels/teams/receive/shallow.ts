/** A parser of HTML that stays quick with elements nested deeper than anybody writes. */
import { type Handler, Parser } from 'htmlparser2';

/**
 * The library keeps a list of all open elements, in which every new one moves all others: work grows with the square of the depth.
 * An element that is opened deeper than `deepest` is told of, but not kept open, and its end belongs to an element around it.
 */
export class ShallowParser extends Parser {
  readonly #deepest: number;
  #depth = 0;
  /** While the name of an opening tag is handled: whether it is kept open is decided there. */
  #opening = false;
  /** The element whose opening is not told of yet is not kept open. */
  #dropped = false;

  constructor(handler: Partial<Handler>, deepest: number) {
    super(
      {
        ...handler,
        onopentag: (name, attributes, implied) => {
          if (!this.#dropped) this.#depth += 1;
          this.#dropped = false;
          handler.onopentag?.(name, attributes, implied);
        },
        onclosetag: (name, implied) => {
          this.#depth -= 1;
          handler.onclosetag?.(name, implied);
        },
      },
      { decodeEntities: true },
    );
    this.#deepest = deepest;
  }

  override onopentagname(start: number, endIndex: number): void {
    this.#opening = true;
    super.onopentagname(start, endIndex);
    this.#opening = false;
  }

  /** Void elements are not kept open; neither is what is too deep. */
  protected override isVoidElement(name: string): boolean {
    if (super.isVoidElement(name)) return true;
    if (this.#opening && this.#depth >= this.#deepest) this.#dropped = true;
    return this.#opening && this.#dropped;
  }
}
