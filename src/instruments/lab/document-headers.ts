/** Headers of a document by which it speaks to search engines, translators and caches rather than to its visitor. */
const TOLD = ['x-robots-tag', 'content-language', 'refresh', 'link']

/** @returns lines `header NAME "VALUE"`; of `link` only what names other addresses of the page, not what is fetched ahead. */
export const toldToMachines = (headers: Readonly<Record<string, string>>): string[] =>
  Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name, value]) => TOLD.includes(name) && (name !== 'link' || /rel="?(?:canonical|alternate)/i.test(value)))
    .map(([name, value]) => `header ${name} ${JSON.stringify(value)}`)
    .sort()
