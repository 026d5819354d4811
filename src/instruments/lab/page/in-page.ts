/**
 * Functions of this folder run inside the page, in an isolated world of our own: they see the page's DOM and timings, the page does
 * not see them, and a prototype that the page has patched does not reach them. They are sent as source text, so they may use
 * nothing but their arguments and what `installWorld` has put on `globalThis.tunewright`.
 */
export const WORLD = 'tunewright'

/** The source that calls a function in the page with JSON arguments. */
export const callInPage = <A extends readonly unknown[]>(run: (...args: A) => unknown, ...args: A): string =>
  `(${functionInPage(run)})(...${JSON.stringify(args)})`

/** The source of a function for the page, to be called on something that is there. */
export const functionInPage = (run: (...args: never) => unknown): string =>
  // Some compilers wrap named functions in a helper of theirs that does not exist in the page.
  `function (...args) { const __name = run => run; return (${run.toString()}).apply(this, args) }`
