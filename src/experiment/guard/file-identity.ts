/** An address without the hash that a build has put into a file's name: another build does not make it another file. */
export const withoutHash = (url: string): string => url.replace(/[.\-_][0-9a-f]{8,}(?=[.\-_])/gi, '.<hash>')
