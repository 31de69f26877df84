/** The job that reads the pictures of a message, and its files of text. */
import type { FetchImage, FoundText, Image, JobResult, JobRow, RunJob, Trouble } from '../core/job.ts';
import { LARGEST_PICTURE, release } from '../core/picture.ts';
import { readTextFile } from '../core/text-file.ts';
import type { ScreenshotReader } from './reader.ts';

/** The parts of the job. */
export interface ImagesParts {
  readonly fetch: FetchImage;
  readonly reader: ScreenshotReader;
  /** Is told of every picture that could not be read. */
  readonly failed?: (image: Image, trouble: Trouble) => void;
}

/** The largest number of pictures of one message that are read; of more, the first ones. */
const MOST_IMAGES = 4;

/** Makes the job `images`: it fetches each picture of a message and reads it. One that fails leaves the others. */
export function createImagesJob({ fetch, reader, failed }: ImagesParts): RunJob {
  const readOne = async (row: JobRow, image: Image): Promise<FoundText | Trouble> => {
    if (image.text) return readText(await fetch(row, image));
    reader.warm();
    const bytes = await fetch(row, image);
    if (typeof bytes === 'string') return bytes;
    if (bytes.length > LARGEST_PICTURE) return 'too-big';
    const { text, sure, trouble } = await reader.read(bytes);
    release(bytes);
    return trouble ?? { text, sure, by: null, images: [] };
  };
  return async (row): Promise<JobResult> => {
    const found: FoundText[] = [];
    let trouble: Trouble | null = null;
    for (const image of row.job.images.slice(0, MOST_IMAGES)) {
      const one = await readOne(row, image);
      if (typeof one !== 'string') found.push(one);
      else {
        trouble ??= one;
        failed?.(image, one);
      }
    }
    return { job: row.job.id, kind: 'images', found, trouble };
  };
}

function readText(bytes: Uint8Array | Trouble): FoundText | Trouble {
  if (typeof bytes === 'string') return bytes;
  const text = readTextFile(bytes);
  return text === null ? 'not-an-image' : { text, sure: 1, by: null, images: [] };
}
