/** The list of the bot's dialogs. */
import { askAlarm, followAlarm } from './alarm.ts';
import { DialogSet, WaterfallDialog } from './botbuilder.ts';
import { askCheckBack, followCheckBack } from './check-back.ts';
import { askClosed, followClosed, followLine } from './closed.ts';
import type { DialogStep, Options, Result } from './dialog.ts';
import { askImage, followImage } from './image.ts';
import { askLater, followLater } from './later.ts';
import { askLost, followLost } from './lost.ts';
import { askOffer, followOffer } from './offer.ts';
import { askStep, followAnswer } from './play.ts';
import { askProduct, followProduct } from './product.ts';
import { askRating, followRating } from './rating.ts';
import { askResume, followResume } from './resume.ts';
import { askLeaveOut, askSend, followLeaveOut, followSend } from './send.ts';
import { askSwitch, followSwitch } from './switch.ts';
import { askThread, followThread } from './thread.ts';
import { triage } from './triage.ts';
import { askWhich, followWhich } from './which.ts';
import { askWorked, followWorked } from './worked.ts';

/** Creates the dialogs, each a small waterfall: ask, then follow the answer. */
export function createDialogs(): DialogSet {
  const dialogs = new DialogSet();
  const add = (id: string, ...steps: ((step: DialogStep) => Result)[]): unknown =>
    dialogs.add(new WaterfallDialog<Options>(id, steps));
  add('triage', triage);
  add('product', askProduct, followProduct);
  add('which', askWhich, followWhich);
  add('lost', askLost, followLost);
  add('image', askImage, followImage);
  add('thread', askThread, followThread);
  add('offer', askOffer, followOffer);
  add('play', askStep, followAnswer);
  add('alarm', askAlarm, followAlarm);
  add('switch', askSwitch, followSwitch);
  add('resume', askResume, followResume);
  add('rating', askRating, followRating);
  add('later', askLater, followLater);
  add('send', askSend, followSend);
  add('leave-out', askLeaveOut, followLeaveOut);
  add('closed', askClosed, followClosed, followLine);
  add('check-back', askCheckBack, followCheckBack);
  add('worked', askWorked, followWorked);
  return dialogs;
}
