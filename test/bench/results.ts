import type { ClassifyFigures } from './classify.ts';
import type { Figures } from './figures.ts';
import type { HttpFigures } from './http.ts';
import type { InstallFigures } from './install.ts';
import type { MaskingFigures } from './masking.ts';
import type { PeersFigures } from './peers/peers.ts';
import type { StartFigures } from './startup.ts';

/** All that one run of the benchmark found out; what was not asked for is missing, a reason stands for what could not be had. */
export interface Results {
  classify?: ClassifyFigures;
  masking?: MaskingFigures;
  turn?: Figures;
  journal?: { readonly sqlite: Figures; readonly postgres: Figures | string };
  start?: StartFigures;
  http?: HttpFigures;
  peers?: PeersFigures;
  install?: InstallFigures;
}
