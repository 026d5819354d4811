import type { SourceFile } from '../../../source/parse.js'

/** Names of the chunks there are, for a bundler that takes a chunk's name from the source; null for one that names its files itself. */
export type ChunkNames = ReadonlySet<string> | null

/** `ProductPage` → `product-page`, kept apart from the chunks there are. */
export const chunkName = (local: string, taken: ReadonlySet<string>): string => {
  const name = local
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9-]+/g, '-')
    .toLowerCase()
  return taken.has(name) ? `${name}-view` : name
}

/** `import('./Page')`, with what webpack is told beside it. @param exported the one export of a package that is used, where it is one */
export const dynamicImport = (
  { style: { quote } }: SourceFile,
  specifier: string,
  local: string,
  taken: ChunkNames,
  exported?: string,
): string => {
  const hints =
    taken === null
      ? []
      : [
          `webpackChunkName: "${chunkName(local, taken)}"`,
          ...(exported === undefined ? [] : [`webpackExports: ["${exported}"]`]),
        ]
  return `import(${hints.length > 0 ? `/* ${hints.join(', ')} */ ` : ''}${quote}${specifier}${quote})`
}
