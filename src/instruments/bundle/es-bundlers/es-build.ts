import type { BundleObservation } from '../../../model/observation.js'

/** A static import or re-export: the module it leads to, and how the source names that, where the bundler says so. */
export interface EsImport {
  readonly to: string
  readonly specifier?: string
}

export interface EsModule {
  readonly imports: readonly EsImport[]
  readonly dynamicImports: readonly string[]
}

export interface EsChunk {
  /** Relative to the build's folder. */
  readonly file: string
  readonly name: string
  readonly entry: boolean
  /** Files and packages that it imports statically. */
  readonly imports: readonly string[]
  /** Bytes of the modules in it, by the bundler's name for them, before or after minification: only their proportion counts. */
  readonly bytes: ReadonlyMap<string, number>
}

/** What a bundler of ES modules made of its entries, whichever it was. */
export interface EsBuild {
  readonly bundler: Exclude<BundleObservation['bundler'], 'webpack' | 'unknown'>
  readonly version: string
  readonly mode: string
  /** The program that ran and its arguments: the path of a script, or esbuild's own command; empty where it is not known. */
  readonly argv: readonly string[]
  /** Where the build ran, absolute. */
  readonly cwd: string
  /** Where it wrote to, absolute. */
  readonly folder: string
  /** Whether `import()` makes a file of its own. */
  readonly splits: boolean
  readonly chunks: readonly EsChunk[]
  /** By the bundler's name: the absolute path for files, with a query for a part of one; anything else for what is no file. */
  readonly modules: ReadonlyMap<string, EsModule>
}
