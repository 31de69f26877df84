/** The console's parts that the commands put together. */
export { auditPage } from './audit/audit-page.ts';
export { Console } from './console.ts';
export { DeskAlerts } from './desk/alerts.ts';
export { ConsoleDesk } from './desk/desk-channel.ts';
export { deskPage } from './desk/desk-page.ts';
export { DeskMails } from './desk/mails.ts';
export { lookAtMail } from './desk/smtp.ts';
export { LocalSignIn } from './local-sign-in.ts';
export { type Looker, Presence } from './presence.ts';
export type { ConsoleSettings, MailSettings } from './settings.ts';
