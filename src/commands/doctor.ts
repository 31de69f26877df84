import { Fault } from '../core/fault.ts';

/** Looks at the connection to Slack. */
export async function slack(options: { address?: string; to?: string }): Promise<void> {
  const { readConfig } = await import('../config.ts');
  const { slack, host, port } = readConfig();
  if (!slack)
    throw new Fault(
      'SLACK_NOT_CONNECTED',
      'Slack is not connected.',
      'Set SLACK_BOT_TOKEN, and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN: see "Connect Slack" in the README.',
    );
  const { examine } = await import('../channels/slack/doctor.ts');
  const address = options.address ?? `http://${host}:${port}`;
  await report(examine(slack, { address, to: options.to ?? null }));
}

/** Looks at the connection to Teams. */
export async function teams(options: { address?: string; thread?: string }): Promise<void> {
  const { readConfig } = await import('../config.ts');
  const { teams, host, port } = readConfig();
  if (!teams)
    throw new Fault(
      'TEAMS_NOT_CONNECTED',
      'Teams is not connected.',
      'Set MicrosoftAppId, MicrosoftAppPassword and MicrosoftAppTenantId: see "Connect Teams" in the README.',
    );
  const { examine } = await import('../channels/teams/doctor.ts');
  const address = options.address ?? `http://${host}:${port}`;
  await report(examine(teams, { address, thread: options.thread ?? null }));
}

/** Prints what a doctor finds as it is found; whatever is wrong makes the command fail. */
async function report(
  findings: AsyncIterable<{ state: 'fine' | 'wrong' | 'open'; what: string; cure?: string }>,
): Promise<void> {
  const marks = { fine: '✓', wrong: '✗', open: '–' };
  for await (const { state, what, cure } of findings) {
    process.stdout.write(`${marks[state]} ${what}\n${cure === undefined ? '' : `    ${cure}\n`}`);
    if (state === 'wrong') process.exitCode = 1;
  }
}
