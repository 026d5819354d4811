/** A path or URL without query and fragment. */
export const withoutQuery = (url: string): string => url.replace(/[?#].*$/s, '')
