/** Options and commands of ours between backticks: no word of a project is let into one that could mean something else. */
const OWN_CODE = /`((?:--[a-z][a-z-]*|tunewright)(?: (?:--)?[a-z0-9][a-z0-9.:-]*)*)`/

/** A sentence of ours in parts: what is to be set as code, and what stands around it. Backticks of a project stay text. */
export const ownCodeIn = (sentence: string): readonly { readonly part: string; readonly isCode: boolean }[] =>
  sentence
    .split(OWN_CODE)
    .map((part, index) => ({ part, isCode: index % 2 === 1 }))
    .filter(({ part }) => part !== '')
