/** Windows in every form that a picture comes in: small, large, inverted, askew, compressed. */
import { FORMS } from '../fakes/windows.ts';
import { describeWindows, type Form } from '../screenshots/window-cases.ts';

describe('a window in a picture of any form', function () {
  this.timeout(240_000);
  describeWindows(Object.keys(FORMS) as Form[]);
});
