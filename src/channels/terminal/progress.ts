/** A progress bar on a terminal; silent anywhere else. */
export function createProgress(what: string, stream: NodeJS.WriteStream): (done: number) => void {
  if (!stream.isTTY) return () => undefined;
  const show = (done: number): void => {
    const full = Math.round(done * 24);
    stream.write(`\r${what} ${'█'.repeat(full)}${'░'.repeat(24 - full)} ${Math.round(done * 100)}%`);
    if (done >= 1) stream.write('\r\u001b[K');
  };
  show(0);
  return show;
}
