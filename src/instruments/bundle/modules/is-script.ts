import { withoutQuery } from '../../../model/pathname.js'

/** Whether a file of an output is JavaScript, by its name. */
export const isScript = (file: string): boolean => /\.[cm]?js$/.test(withoutQuery(file))
