/** Whether a file is one that no build imports: it is copied as it is. */
export const isCopied = (file: string): boolean => /^(?:public|static)\//.test(file)
