/** `firstline start` with the file drop beside its own channels. */
import { CHANNELS } from '../../src/channels/index.ts';
import { start } from '../../src/commands/start.ts';
import type { Registration } from '../../src/core/channel.ts';
import { FILE_DROP } from './file-drop.ts';

await start([...CHANNELS, FILE_DROP as Registration]);
