const words = (id: string) => id.split('-').map(word => word[0]!.toUpperCase() + word.slice(1))

/** In texts and names of files: `example-strategy`, `ExampleStrategy` and `Example Strategy` as those of the id. */
export const fillTemplate = (text: string, placeholder: string, id: string): string =>
  text
    .replaceAll(placeholder, id)
    .replaceAll(words(placeholder).join(''), words(id).join(''))
    .replaceAll(words(placeholder).join(' '), words(id).join(' '))

/** @returns why there can be no such id, as a sentence; undefined where there can. */
export const problemOfId = (id: string, taken: readonly string[]): string | undefined => {
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(id)) return `"${id}" is no id: write small letters, e.g. late-fonts.`
  return taken.includes(id) ? `"${id}" is the name of a strategy or of what implements one already.` : undefined
}
