/** Kinds of files that can't be read as pictures, told by their names and types before they are fetched. */

/** A kind of file that can't be read: each is named to the person, with what would help. */
export type Unreadable =
  | 'heic'
  /** A picture in a format that is not read. */
  | 'picture'
  | 'pdf'
  | 'video'
  | 'sound'
  | 'document'
  | 'mail'
  | 'archive'
  | 'text'
  | 'other';

const ENDINGS: Readonly<Record<Exclude<Unreadable, 'other'>, readonly string[]>> = {
  heic: ['heic', 'heif', 'hif'],
  picture: ['gif', 'bmp', 'tif', 'tiff', 'svg', 'avif', 'jxl', 'ico', 'psd', 'raw', 'dng', 'emf', 'wmf', 'jp2'],
  pdf: ['pdf', 'xps'],
  video: ['mp4', 'mov', 'avi', 'mkv', 'webm', 'wmv', 'm4v', 'mpg', 'mpeg', '3gp', 'flv'],
  sound: ['mp3', 'm4a', 'wav', 'ogg', 'oga', 'aac', 'flac', 'wma', 'amr', 'opus'],
  document: [
    ...['doc', 'docx', 'docm', 'dotx', 'rtf', 'odt', 'pages', 'xls', 'xlsx', 'xlsm', 'ods', 'numbers'],
    ...['ppt', 'pptx', 'pptm', 'odp', 'key', 'one', 'vsd', 'vsdx', 'mht', 'mhtml'],
  ],
  mail: ['msg', 'eml', 'ics', 'vcf'],
  archive: ['zip', '7z', 'rar', 'tar', 'gz', 'tgz', 'bz2', 'xz', 'cab', 'iso', 'dmg'],
  text: [
    ...['txt', 'log', 'csv', 'tsv', 'xml', 'json', 'html', 'htm', 'md', 'ini', 'cfg', 'conf', 'reg', 'yaml', 'yml'],
    ...['etl', 'evtx', 'uccapilog', 'ps1', 'bat', 'cmd', 'sh', 'js', 'ts', 'py', 'sql'],
  ],
};
const BY_ENDING = new Map(
  Object.entries(ENDINGS).flatMap(([kind, endings]) => endings.map((ending) => [ending, kind as Unreadable] as const)),
);
/** The kinds by the first half of a file's type, where nothing else tells. */
const FAMILIES: Readonly<Record<string, Unreadable>> = {
  image: 'picture',
  video: 'video',
  audio: 'sound',
  text: 'text',
};

/** The kinds by endings and by the first half of a type, for a page that names a file before it is sent. */
export const FILE_KINDS = { endings: Object.fromEntries(BY_ENDING), families: FAMILIES } as const;
/** All kinds of files that can't be read. */
export const UNREADABLE: readonly Unreadable[] = [...(Object.keys(ENDINGS) as Unreadable[]), 'other'];

const READABLE = /^image\/(?:png|jpe?g|pjpeg|webp|x-png)$/i;
const READABLE_ENDING = /\.(?:png|jpe?g|jfif|webp)$/i;

/**
 * Tells the kind of a file that certainly can't be read, by its type (MIME) where the platform gives one, and by its
 * name; null for one that may be a picture, which reading it will show.
 */
export function unreadableKind(name: string | null, type: string | null = null): Unreadable | null {
  const kind = BY_ENDING.get(/\.(\w{1,10})$/.exec(name ?? '')?.[1]?.toLowerCase() ?? '') ?? null;
  if (type === null || type === '') return kind;
  if (READABLE.test(type)) return null;
  const [family, detail = ''] = type.toLowerCase().split('/');
  if (/hei[cf]/.test(detail)) return 'heic';
  if (family === 'image') return detail === '*' ? kind : (kind ?? FAMILIES[family]!);
  if (family === 'video' || family === 'audio') return FAMILIES[family]!;
  if (detail === 'pdf') return 'pdf';
  // A platform that doesn't know a picture's type says "some bytes".
  if (kind !== null || READABLE_ENDING.test(name ?? '')) return kind;
  if (/word|excel|powerpoint|officedocument|opendocument|rtf/.test(detail)) return 'document';
  if (/zip|compressed|tar/.test(detail)) return 'archive';
  if (family === 'text') return FAMILIES[family]!;
  return detail === 'octet-stream' || family === 'binary' ? null : 'other';
}
