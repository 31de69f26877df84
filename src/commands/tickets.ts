import type { TicketState } from '../desk/ticket-state.ts';

/** Lists the tickets, newest first; `wrong`: the texts agents called the wrong topic, as a file to label. */
export async function tickets(options: { json?: boolean; wrong?: boolean }): Promise<void> {
  const [{ readConfig }, { openStore }, { listedOf, rowOf }] = await Promise.all([
    import('../config.ts'),
    import('../store/open.ts'),
    import('../desk/list.ts'),
  ]);
  const store = await openStore(readConfig().databaseUrl);
  const all = (await store.states('ticket')) as readonly TicketState[];
  await store.close();
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  if (options.wrong) {
    for (const ticket of all.filter((t) => t.wrong && t.ticket.packet.report !== ''))
      print(JSON.stringify(rowOf(ticket)));
    return;
  }
  for (const one of all.map(listedOf)) {
    const { ticket, state, since, desk, holder, problem, outcome } = one;
    const how = state === 'held' ? `with ${holder ?? '?'}` : state === 'closed' ? `closed, ${outcome}` : 'waiting';
    print(
      options.json
        ? JSON.stringify(one)
        : `${ticket}  ${since.slice(0, 16).replace('T', ' ')}  ${desk}  ${how}  ${problem ?? '–'}`,
    );
  }
}
