/** The names of Microsoft's clouds, as they are set; apart from what differs between them, which loads botbuilder. */

/** Every cloud's name; `public` is also the one of GCC. */
export const CLOUD_NAMES = ['public', 'gcch', 'dod', 'china'] as const;

/** The name of a cloud. */
export type CloudName = (typeof CLOUD_NAMES)[number];
