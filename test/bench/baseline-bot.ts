/**
 * The bot to compare with: a bot as the Bot Framework's samples build it, and nothing else. One waterfall, its state in
 * memory, nothing durable, nothing understood.
 */
import { CloudAdapter, ConfigurationBotFrameworkAuthentication, ConversationState, MemoryStorage } from 'botbuilder';
import { Dialog } from 'botbuilder-dialogs/lib/dialog.js';
import { DialogSet } from 'botbuilder-dialogs/lib/dialogSet.js';
import { WaterfallDialog } from 'botbuilder-dialogs/lib/waterfallDialog.js';
import type { WaterfallStepContext } from 'botbuilder-dialogs/lib/waterfallStepContext.js';
import restify from 'restify';

const adapter = new CloudAdapter(new ConfigurationBotFrameworkAuthentication({}));
const state = new ConversationState(new MemoryStorage());
const dialogs = new DialogSet(state.createProperty('dialogs'));

const STEPS = [
  'Check that Caps Lock is off. Did that help?',
  'Sign in on the web page. Did that help?',
  'Delete the sign-in info. Did that help?',
  'Then only an administrator can help.',
];
dialogs.add(
  new WaterfallDialog(
    'walkthrough',
    STEPS.map((text, i) => async (step: WaterfallStepContext) => {
      await step.context.sendActivity(text);
      return i === STEPS.length - 1 ? step.endDialog() : Dialog.EndOfTurn;
    }),
  ),
);

const server = restify.createServer();
server.use(restify.plugins.bodyParser());
server.post('/api/messages', async (request, response) => {
  await adapter.process(request as never, response as never, async (context) => {
    const dc = await dialogs.createContext(context);
    if (dc.activeDialog) await dc.continueDialog();
    else await dc.beginDialog('walkthrough');
    await state.saveChanges(context);
  });
});
server.listen(0, '127.0.0.1', () =>
  process.stdout.write(`Baseline is ready: http://127.0.0.1:${server.address().port}\n`),
);
process.on('SIGTERM', () => process.exit(0));
