import { z } from 'zod'
import { pathsWithin } from '../modules/path-within.js'
import { type StatisticsLine, statisticsLines, unreadable } from '../statistics-lines.js'

const reason = z.object({
  moduleName: z.string().nullish(),
  resolvedModule: z.string().nullish(),
  type: z.string().nullish(),
  active: z.boolean().optional(),
})

const moduleId = z.union([z.string(), z.number()]).nullish()

/** A module as webpack's statistics list it; of a concatenated one, `modules` are its parts. */
export interface StatsModule {
  name?: string | undefined
  id?: string | number | null | undefined
  size?: number | undefined
  moduleType?: string | undefined
  chunks?: (string | number)[] | undefined
  modules?: StatsModule[] | undefined
  reasons?: z.infer<typeof reason>[] | undefined
}

const statsModule: z.ZodType<StatsModule> = z.lazy(() =>
  z.looseObject({
    name: z.string().optional(),
    id: moduleId,
    size: z.number().optional(),
    moduleType: z.string().optional(),
    chunks: z.array(z.union([z.string(), z.number()])).optional(),
    modules: z.array(statsModule).optional(),
    reasons: z.array(reason).optional(),
  }),
)

const chunk = z.looseObject({
  id: z.union([z.string(), z.number()]).nullable(),
  names: z.array(z.string()).default([]),
  files: z.array(z.string()).default([]),
  initial: z.boolean(),
  entry: z.boolean(),
  /** Bytes of its modules, before minification. */
  size: z.number().default(0),
  /** Why webpack made it, where it was split off. */
  reason: z.string().nullish(),
})

const statistics = z.looseObject({
  outputPath: z.string().optional(),
  assets: z.array(z.looseObject({ name: z.string(), size: z.number() })).default([]),
  chunks: z.array(chunk).default([]),
  modules: z.array(statsModule).default([]),
  entrypoints: z
    .record(z.string(), z.looseObject({ assets: z.array(z.union([z.string(), z.object({ name: z.string() })])) }))
    .default({}),
})

/** Of the plugins that name files or pages: html-webpack-plugin and mini-css-extract-plugin. */
const pluginOptions = z.looseObject({
  template: z.string().nullish(),
  filename: z.string().nullish(),
  chunkFilename: z.string().nullish(),
  inject: z.union([z.boolean(), z.string()]).nullish(),
})

/** What one run of one webpack compiler left behind: the line that `hooks/webpack.cjs` writes. */
const compilationSchema = z.object({
  webpackVersion: z.string(),
  name: z.string(),
  browser: z.boolean(),
  failed: z.boolean(),
  argv: z.array(z.string()),
  cwd: z.string(),
  loadedFiles: z.array(z.string()),
  options: z.object({
    mode: z.string(),
    target: z.unknown(),
    devtool: z.unknown(),
    context: z.string(),
    entry: z.unknown(),
    alias: z.unknown(),
    output: z.object({
      path: z.string(),
      publicPath: z.string().nullish(),
      filename: z.string().nullish(),
      chunkFilename: z.string().nullish(),
      clean: z.unknown(),
    }),
    optimization: z.object({
      minimize: z.boolean(),
      minimizer: z.array(z.string()),
      splitChunks: z.unknown(),
      runtimeChunk: z.unknown(),
    }),
    plugins: z.array(z.object({ name: z.string(), options: pluginOptions.optional() })),
  }),
  stats: statistics,
})

export type Compilation = z.infer<typeof compilationSchema>

const scriptBytes = (compilation: Compilation): number =>
  compilation.stats.assets.reduce((sum, asset) => (/\.[cm]?js$/.test(asset.name) ? sum + asset.size : sum), 0)

const compilationsOf = (lines: readonly StatisticsLine[], statsFile: string): Compilation[] => {
  try {
    return lines.filter(({ tool }) => tool === 'webpack').map(line => compilationSchema.parse(line))
  } catch (error) {
    throw unreadable(statsFile, error)
  }
}

/**
 * The compilation that makes what browsers load. Where a build runs several (a server bundle, two pages, legacy and modern), it is
 * the one for browsers that writes into the output folder, and of several of these the one with the most JavaScript.
 *
 * @returns null where no webpack ran for a browser.
 */
export const chooseCompilation = async (
  lines: readonly StatisticsLine[],
  statsFile: string,
  outputFolder?: string,
): Promise<Compilation | null> => {
  const latest = new Map<string, Compilation>()
  for (const compilation of compilationsOf(lines, statsFile)) {
    latest.set(
      `${compilation.name} ${compilation.options.output.path} ${String(compilation.options.entry)}`,
      compilation,
    )
  }
  const within = outputFolder === undefined ? () => '' : await pathsWithin(outputFolder)
  const inOutput = (path: string): boolean => !/^\.\.(\/|$)/.test(within(path))
  const forBrowsers = [...latest.values()].filter(one => one.browser && !one.failed)
  const written = forBrowsers.filter(one => inOutput(one.options.output.path))
  return (written.length > 0 ? written : forBrowsers).toSorted((a, b) => scriptBytes(b) - scriptBytes(a))[0] ?? null
}

/** The same of a statistics file. */
export const readCompilation = async (statsFile: string, outputFolder?: string): Promise<Compilation | null> =>
  chooseCompilation(await statisticsLines(statsFile), statsFile, outputFolder)
