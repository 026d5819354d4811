/** What the page itself says. */
export const quoted = (line: string): string => `“${line.slice(0, 120)}”`

/** What describes something, and puts the page's own words into quotation marks itself. */
export const described = (line: string): string => line.slice(0, 160)

/** A line of the accessible tree: `link “Buy”`, `image without a name`. */
export const treeNode = (line: string): string =>
  line
    .replace(/"(?:[^"\\]|\\.)*"/, name => (name === '""' ? 'without a name' : quoted(JSON.parse(name) as string)))
    .slice(0, 160)

/** `missing “Add to cart” and 3 more`; nothing where there are no lines. */
export const tellLines = (
  word: string,
  [first, ...rest]: readonly string[],
  say: (line: string) => string = quoted,
): string[] =>
  first === undefined ? [] : [`${word} ${say(first)}${rest.length > 0 ? ` and ${rest.length} more` : ''}`.trim()]
