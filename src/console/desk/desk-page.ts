/** The registration of the console's page “Desk”. */
import { join } from 'node:path';
import type { ConsolePage } from '../../core/console.ts';

/** The page on which agents work on tickets. */
export function deskPage(): ConsolePage {
  return {
    name: 'desk',
    title: 'Desk',
    roles: ['agent', 'lead'],
    folder: join(import.meta.dirname, '..', 'page', 'desk'),
    module: 'desk.js',
    styles: null,
    routes: [{ method: 'get', path: '/tickets', handle: async () => ({ tickets: [] }) }],
  };
}
