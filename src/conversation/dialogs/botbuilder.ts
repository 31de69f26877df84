/**
 * Loads what the dialogs need of botbuilder, and nothing else.
 *
 * botbuilder-core holds the context of a turn, and adapters beside it. For these it loads the connector and Azure's HTTP client:
 * two sign-in libraries, pipelines and the types of the wire, some 25 MB in every service, whether it has Teams or not. The
 * dialogs never touch them, and the channel of Teams takes the files that it needs by themselves.
 */
import { createRequire, Module } from 'node:module';

const require = createRequire(import.meta.url);
const inCore = createRequire(require.resolve('botbuilder-core'));
const inDialogs = createRequire(require.resolve('botbuilder-dialogs'));
const inSchema = createRequire(require.resolve('botframework-schema'));

/** The files that stand-ins take the place of, each with what botbuilder reads of it while it is loaded. */
const STAND_INS = new Map<string, object>([
  [require.resolve('botbuilder-stdlib/lib/azureCoreHttpCompat.js'), {}],
  [
    require.resolve('botframework-connector'),
    {
      ...require('botframework-connector/lib/auth/authenticationConstants.js'),
      BotFrameworkAuthentication: class {},
      PasswordServiceClientCredentialFactory: class {},
    },
  ],
  // Each package of botbuilder brings the same zod, of which one is enough.
  [inDialogs.resolve('zod'), inCore('zod')],
  [inSchema.resolve('zod'), inCore('zod')],
]);

/** The answer of `load`, while stand-ins are in the places of files that are not loaded yet. */
function withStandIns<T>(load: () => T): T {
  const places = [...STAND_INS].filter(([path]) => !(path in require.cache));
  for (const [path, exports] of places)
    require.cache[path] = Object.assign(new Module(path), { exports, loaded: true });
  try {
    return load();
  } finally {
    // The channel of Teams may load the files themselves later.
    for (const [path] of places) delete require.cache[path];
  }
}

export const { BotAdapter, TurnContext, DialogContext, DialogSet, WaterfallDialog } = withStandIns(() => ({
  ...(require('botbuilder-core/lib/botAdapter.js') as typeof import('botbuilder-core/lib/botAdapter.js')),
  ...(require('botbuilder-core/lib/turnContext.js') as typeof import('botbuilder-core/lib/turnContext.js')),
  ...(require('botbuilder-dialogs/lib/dialogContext.js') as typeof import('botbuilder-dialogs/lib/dialogContext.js')),
  ...(require('botbuilder-dialogs/lib/dialogSet.js') as typeof import('botbuilder-dialogs/lib/dialogSet.js')),
  ...(require('botbuilder-dialogs/lib/waterfallDialog.js') as typeof import('botbuilder-dialogs/lib/waterfallDialog.js')),
}));
export type DialogContext = InstanceType<typeof DialogContext>;
export type DialogSet = InstanceType<typeof DialogSet>;
