import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { glob } from 'tinyglobby'
import { granularChunks, type SourceStep, viteImages, webpackImages } from './configurations.js'
import { inlineCriticalCss } from './critical-css.js'
import { encodeOutput } from './encoding.js'
import { minifyFiles } from './minify-files.js'

/** Changes the files that are served. @returns what was done, in words */
export type OutputStep = (folder: string) => Promise<string>

/** How an arm of somebody else's is made from the untouched project. */
export interface Recipe {
  readonly arm: string
  /** On the sources, before they are built. */
  readonly sources: readonly SourceStep[]
  /** On what is served, after. */
  readonly output: readonly OutputStep[]
}

export type Bundler = 'webpack' | 'vite' | 'rollup' | 'esbuild' | 'none' | 'unknown'

/** Files that take the place of the project's own, or are added: the settings that its bundler's documentation recommends. */
export const overlay =
  (folder: string): SourceStep =>
  async workspace => {
    for (const name of (await glob(['**/*'], { cwd: folder, dot: true })).sort())
      await workspace.write(name, await readFile(path.join(folder, name)))
  }

const PLUGINS: Partial<Readonly<Record<Bundler, SourceStep>>> = { webpack: webpackImages, vite: viteImages }

/**
 * What can be done without Tunewright, tool by tool, and all of it together.
 * @param bestPractice a folder of settings for `overlay`; null: there are none
 */
export const recipesOf = (bundler: Bundler, bestPractice: string | null): readonly Recipe[] => {
  const settings: Omit<Recipe, 'arm'> =
    bestPractice !== null
      ? { sources: [overlay(bestPractice)], output: [] }
      : { sources: [], output: bundler === 'none' ? [minifyFiles] : [] }
  const plugin = PLUGINS[bundler]
  const images: Omit<Recipe, 'arm'> =
    plugin === undefined ? { sources: [], output: [encodeOutput] } : { sources: [plugin], output: [] }
  const chunks: Omit<Recipe, 'arm'> = { sources: bundler === 'webpack' ? [granularChunks] : [], output: [] }
  const critical: Omit<Recipe, 'arm'> = { sources: [], output: [inlineCriticalCss] }
  const all = [settings, chunks, images, critical]
  return [
    { arm: 'best practice', ...settings },
    { arm: 'granular chunks', ...chunks },
    { arm: 'image plugin', ...images },
    { arm: 'critical CSS', ...critical },
    {
      arm: 'all of theirs',
      sources: all.flatMap(({ sources }) => sources),
      output: all.flatMap(({ output }) => output),
    },
  ].filter(({ sources, output }) => sources.length + output.length > 0)
}
