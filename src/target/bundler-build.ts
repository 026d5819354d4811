import type { Project } from './project.js'

interface Bundler {
  /** Packages without which its command is not there. */
  readonly packages: readonly RegExp[]
  /** Files that configure it, without their extensions: the first is found by itself. */
  readonly configs: readonly string[]
  readonly command: string
  /** How it is told of another file. */
  readonly option: string
  /** A file without which it has nothing to build: the configuration is one of tests then. */
  readonly page?: string
}

const BUNDLERS: readonly Bundler[] = [
  {
    packages: [/^webpack$/, /^webpack-c(li|ommand)$/],
    configs: ['webpack.config', 'webpack.prod', 'webpack.production', 'webpack.config.prod'],
    command: 'webpack',
    option: '--config',
  },
  { packages: [/^vite$/], configs: ['vite.config'], command: 'vite build', option: '--config', page: 'index.html' },
  { packages: [/^rollup$/], configs: ['rollup.config', 'rollup.config.prod'], command: 'rollup -c', option: '' },
]

const EXTENSIONS = ['js', 'cjs', 'mjs', 'ts']

const RUNNERS = {
  npm: 'npx --no-install',
  pnpm: 'pnpm exec',
  yarn: 'yarn run',
  bun: 'bun run',
} as const

/** How a project is built that has no script for it. */
export interface BundlerBuild {
  readonly command: string
  /** The file that says so. */
  readonly config: string
}

/** The bundler's own command, where a project has it and a configuration for it: people run `npx webpack` by hand. */
export async function bundlerBuild(project: Project): Promise<BundlerBuild | undefined> {
  for (const { packages, configs, command, option, page } of BUNDLERS) {
    if (!packages.every(one => project.tools.some(name => one.test(name)))) continue
    if (page !== undefined && !(await project.exists(page))) continue
    for (const config of configs.flatMap(name => EXTENSIONS.map(extension => `${name}.${extension}`))) {
      if (!(await project.exists(config))) continue
      const isFound = EXTENSIONS.some(extension => config === `${configs[0]}.${extension}`)
      const said = isFound ? [] : [option, config]
      return { command: [RUNNERS[project.packageManager], command, ...said].filter(Boolean).join(' '), config }
    }
  }
  return undefined
}
