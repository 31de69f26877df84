/** The results of one run of the benchmark. */
import type { ClassifyFigures } from './classify.ts';
import type { Figures } from './figures.ts';
import type { HttpFigures } from './http.ts';
import type { InstallFigures } from './install.ts';
import type { MaskingFigures } from './masking.ts';
import type { PageFigures } from './page.ts';
import type { PeersFigures } from './peers/peers.ts';
import type { StartFigures } from './startup.ts';

/**
 * The results of one run; a part that was not asked for is missing, and a reason stands for a part that could not be
 * measured.
 */
export interface Results {
  classify?: ClassifyFigures;
  masking?: MaskingFigures;
  turn?: Figures;
  journal?: { readonly sqlite: Figures; readonly postgres: Figures | string };
  start?: StartFigures;
  http?: HttpFigures;
  page?: readonly PageFigures[];
  peers?: PeersFigures;
  install?: InstallFigures;
}
