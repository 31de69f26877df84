/** The console's page “Audit”: who opened or did what, for those who keep the service. */
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditLine } from '../../core/audit.ts';
import { type ConsolePage, Download, type PageRequest } from '../../core/console.ts';
import type { Store } from '../../core/store.ts';

/** The number of lines that are shown, and in one file. */
const MOST_SHOWN = 1000;
const MOST_IN_FILE = 100_000;
/** The number of words that are looked for, and of characters. */
const MOST_WORDS = 6;
const LONGEST_FIND = 100;

const Since = z.iso.date().catch('');

/** The parts of the service that the page needs. */
export interface AuditPageParts {
  readonly store: Pick<Store, 'auditFound' | 'note'>;
  readonly now: () => Date;
}

/** Makes the page on which audit lines are read, searched and saved. */
export function auditPage({ store, now }: AuditPageParts): ConsolePage {
  const lines = ({ query }: PageRequest, most: number): Promise<readonly AuditLine[]> =>
    store.auditFound(Since.parse(query.get('since')), wordsIn(query.get('find') ?? ''), most);
  return {
    name: 'audit',
    title: 'Audit',
    roles: ['operator'],
    folder: join(import.meta.dirname, '..', 'page', 'audit'),
    module: 'audit.js',
    styles: 'audit.css',
    routes: [
      {
        method: 'get',
        path: '',
        async handle(request) {
          const found = await lines(request, MOST_SHOWN + 1);
          return { lines: found.slice(0, MOST_SHOWN), isMore: found.length > MOST_SHOWN };
        },
      },
      {
        method: 'get',
        path: '/csv',
        async handle(request) {
          const { id, name } = request.user.person;
          const at = now().toISOString();
          // Before it goes out, and in it: that somebody took all of it is a line, too.
          await store.note({ at, who: id, name, what: 'export', ticket: null });
          const text = csvOf((await lines(request, MOST_IN_FILE)).toReversed());
          return new Download(`audit-${at.slice(0, 10)}.csv`, 'text/csv; charset=utf-8', text);
        },
      },
    ],
  };
}

function wordsIn(find: string): readonly string[] {
  return find.slice(0, LONGEST_FIND).split(/\s+/).filter(Boolean).slice(0, MOST_WORDS);
}

const FIELDS = ['at', 'name', 'who', 'what', 'ticket'] as const;

/** Lines as CSV. A name that begins like a formula gets an apostrophe: spreadsheets would run it. */
export function csvOf(lines: readonly AuditLine[]): string {
  const cell = (value: string | null): string =>
    `"${(value ?? '').replace(/^(?=[=+\-@\t\r])/, "'").replaceAll('"', '""')}"`;
  const rows = lines.map((line) => FIELDS.map((field) => cell(line[field])).join(','));
  return `${[FIELDS.join(','), ...rows].join('\r\n')}\r\n`;
}
