/**
 * The list of the service's channels, each one folder and one line here. (The terminal is a command of its own:
 * `firstline chat`.)
 */
import type { Registration } from '../core/channel.ts';
import { SLACK } from './slack/index.ts';
import { TEAMS } from './teams/index.ts';
import { WEB } from './web/index.ts';

/** The channels, in the order in which `start` tells of them. */
export const CHANNELS = [WEB, SLACK, TEAMS] as readonly Registration[];
