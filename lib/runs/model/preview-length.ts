/** Maximum characters (UTF-16 units) of a preview. */
export const PREVIEW_LENGTH = 200;
