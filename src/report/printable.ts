/**
 * Text from a project (titles, paths, console messages) made safe for a terminal and for one line of a log: control and
 * bidirectional formatting characters, which could rewrite what is on the screen, become spaces.
 */
export const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the characters to take out
  text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g, ' ').trim()
