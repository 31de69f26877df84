/** The scopes the bot needs in Slack, and what fails without each. */

/** The scopes of the manifest, with what can't be done without each. */
export const SCOPES: readonly { readonly scope: string; readonly without: string; readonly needed: boolean }[] = [
  { scope: 'chat:write', needed: true, without: 'it cannot answer at all' },
  {
    scope: 'im:history',
    needed: true,
    without: 'it does not hear direct messages, and cannot check whether an answer arrived there',
  },
  { scope: 'app_mentions:read', needed: true, without: 'it does not hear when somebody mentions it' },
  { scope: 'im:write', needed: false, without: 'it cannot begin a direct message (/firstline, the shortcut)' },
  { scope: 'commands', needed: false, without: '/firstline and the shortcut do not exist' },
  {
    scope: 'channels:history',
    needed: false,
    without: 'in public channels it cannot read the thread above it, nor hear answers that do not mention it',
  },
  {
    scope: 'groups:history',
    needed: false,
    without: 'in private channels it cannot read the thread above it, nor hear answers that do not mention it',
  },
  {
    scope: 'mpim:history',
    needed: false,
    without: 'in group direct messages it cannot read the thread above it, nor hear answers that do not mention it',
  },
  { scope: 'assistant:write', needed: false, without: 'it suggests no starts in the Assistant pane' },
  { scope: 'files:read', needed: false, without: 'it cannot open screenshots' },
  {
    scope: 'channels:read',
    needed: false,
    without: 'nobody can act on tickets at a desk in a public channel: it cannot see who belongs to it',
  },
  {
    scope: 'groups:read',
    needed: false,
    without: 'nobody can act on tickets at a desk in a private channel: it cannot see who belongs to it',
  },
  {
    scope: 'reactions:write',
    needed: false,
    without: 'at a desk it says in words what a sign beside a line would say',
  },
  {
    scope: 'files:write',
    needed: false,
    without: 'it names the pictures agents and people send each other, and cannot show them',
  },
  { scope: 'users:read', needed: false, without: 'it says "a colleague" where it would say a name' },
];

/** Lists the scopes a token lacks; none where Slack does not say which it has. */
export function missing(has: readonly string[] | null): typeof SCOPES {
  return has === null ? [] : SCOPES.filter(({ scope }) => !has.includes(scope));
}

/** The instruction for adding scopes. */
export const SCOPE_CURE =
  'Add it under "OAuth & Permissions" of your app (or paste deploy/slack/manifest.yaml again), then reinstall the app to the workspace.';
