/** The console's parts that the commands put together. */
export { Console } from './console.ts';
export { ConsoleDesk } from './desk/desk-channel.ts';
export { deskPage } from './desk/desk-page.ts';
export { LocalSignIn } from './local-sign-in.ts';
export type { OidcSettings } from './settings.ts';
