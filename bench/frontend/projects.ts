import { existsSync } from 'node:fs'
import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { installEnvironment } from '../../src/change/install-environment.js'
import { withDatabase } from '../../src/demo/database.js'
import { copyStorefront, seedDatabase } from '../../src/demo/storefront.js'
import { TunewrightError } from '../../src/model/errors.js'
import { allowedEnvironment } from '../../src/system/environment.js'
import { runCommand } from '../../src/system/process.js'
import { detectTarget } from '../../src/target/index.js'
import { withIds } from '../../src/target/pages.js'
import type { Bundler } from './peers/recipes.js'
import { makePictures } from './pictures.js'
import type { FrontendProject, LendOptions } from './project.js'

const FIXTURES = fileURLToPath(new URL('fixtures', import.meta.url))

export const bestPracticeOf = (name: string): string | null => {
  const folder = path.join(FIXTURES, name, 'best-practice')
  return existsSync(folder) ? folder : null
}

/** Prepares a folder once: one in which that was interrupted is emptied. */
export const prepareOnce = async (folder: string, prepare: () => Promise<void>): Promise<void> => {
  const ready = `${folder}.ready`
  if (existsSync(ready)) return
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await prepare()
  await writeFile(ready, '')
}

/** @throws TunewrightError BUILD_FAILED */
export const run = async (
  command: string,
  cwd: string,
  signal: AbortSignal,
  environment = allowedEnvironment(),
): Promise<void> => {
  const { exitCode, output } = await runCommand(command, { cwd, environment, timeout: 10 * 60_000, signal })
  signal.throwIfAborted()
  if (exitCode === 0) return
  throw new TunewrightError('BUILD_FAILED', `\`${command}\` failed.`, {
    remedy: 'The bench needs git, npm, and the npm registry or npm’s cache.',
    details: { output },
  })
}

/** Makes a repository of a folder, with one commit. */
export const commitAll = (folder: string, signal: AbortSignal): Promise<void> => {
  const git = 'git -c user.name=Team -c user.email=team@example.org -c commit.gpgsign=false -c core.hooksPath=/dev/null'
  return run(`git init -q -b main && git add -A && ${git} commit -q -m "The site"`, folder, signal)
}

/** A package's file or folder, and where a site without a build keeps its copy. */
type Vendored = readonly (readonly [from: string, to: string])[]

interface Fixture {
  readonly name: string
  readonly bundler: Bundler
  /** A visitor's way through it. */
  readonly visit: readonly string[]
  /** Those of it that are timed. */
  readonly timed: readonly string[]
  /** A single-page application answers every path with its one page. */
  readonly single?: boolean
  /** Of a site without a build: what its team copied from packages. */
  readonly vendored?: Vendored
}

/** Copies a project, with its pictures and its packages, to a repository of its own. */
export const writeFixture = async (
  { name, vendored }: Pick<Fixture, 'name' | 'vendored'>,
  root: string,
  { signal, progress, data }: Omit<LendOptions, 'lab'>,
): Promise<void> => {
  progress(`${name}: writing it and installing its packages (npm ci)`)
  await cp(path.join(FIXTURES, name, 'project'), root, { recursive: true })
  await rename(path.join(root, 'gitignore'), path.join(root, '.gitignore'))
  await makePictures(root, data)
  await run('npm ci --no-audit --no-fund', root, signal, installEnvironment())
  if (vendored !== undefined) {
    for (const [from, to] of vendored)
      await cp(path.join(root, 'node_modules', from), path.join(root, to), { recursive: true })
    for (const rest of ['node_modules', 'package.json', 'package-lock.json', '.gitignore'])
      await rm(path.join(root, rest), { recursive: true })
  }
  await commitAll(root, signal)
}

export const fixture = (description: Fixture): FrontendProject => ({
  name: description.name,
  async with(folder, options, work) {
    const { name, bundler, visit, timed, single, vendored } = description
    await prepareOnce(folder, () => writeFixture(description, path.join(folder, name), options))
    const built = vendored === undefined
    const target = await detectTarget(path.join(folder, name), {
      name,
      pages: withIds(timed.map(at => ({ path: at }))),
      build: built && { command: 'npm run build', output: 'dist' },
      serve: { kind: 'static', folder: built ? 'dist' : '.', ...(single && { fallback: 'index.html' }) },
      test: false,
    })
    return work({ target, detected: false, bundler, bestPractice: bestPracticeOf(name), visit })
  },
})

/** The example shop, with its server and database. */
const storefront: FrontendProject = {
  name: 'storefront',
  with: (folder, options, work) =>
    withDatabase(async databaseUrl => {
      await prepareOnce(folder, async () => {
        await copyStorefront({ ...options, folder })
      })
      const repository = path.join(folder, 'storefront')
      const config = path.join(folder, 'tunewright.config.json')
      await seedDatabase({ folder, repository, config }, databaseUrl, options)
      const target = await detectTarget(repository, {
        name: 'storefront',
        pages: withIds([{ path: '/' }, { path: '/product/alder-table-lamp' }]),
        environment: { DATABASE_URL: databaseUrl },
        test: false,
      })
      const visit = ['/', '/category/lamps', '/product/alder-table-lamp', '/cart', '/checkout']
      return work({ target, detected: false, bundler: 'webpack', bestPractice: bestPracticeOf('storefront'), visit })
    }),
}

export const PROJECTS: readonly FrontendProject[] = [
  fixture({
    name: 'shop',
    bundler: 'webpack',
    visit: ['/', '/products', '/products/ridgeline-40', '/journal', '/checkout'],
    timed: ['/', '/products/ridgeline-40'],
    single: true,
  }),
  fixture({
    name: 'magazine',
    bundler: 'vite',
    visit: ['/', '/section/coast', '/article/the-last-lightkeeper', '/data', '/subscribe'],
    timed: ['/', '/article/the-last-lightkeeper'],
    single: true,
  }),
  fixture({
    name: 'nursery',
    bundler: 'none',
    visit: ['/', '/plants.html', '/plant-japanese-maple.html', '/gallery.html', '/contact.html'],
    timed: ['/', '/plants.html'],
    vendored: [
      ['bootstrap/dist/css/bootstrap.css', 'vendor/bootstrap/bootstrap.css'],
      ['bootstrap/dist/js/bootstrap.bundle.js', 'vendor/bootstrap/bootstrap.bundle.js'],
      ['jquery/dist/jquery.js', 'vendor/jquery/jquery.js'],
      ['jquery-validation/dist/jquery.validate.js', 'vendor/jquery-validation/jquery.validate.js'],
      ['slick-carousel/slick', 'vendor/slick'],
      ['lightbox2/dist/css', 'vendor/lightbox/css'],
      ['lightbox2/dist/images', 'vendor/lightbox/images'],
      ['lightbox2/dist/js/lightbox.js', 'vendor/lightbox/js/lightbox.js'],
      ['@fortawesome/fontawesome-free/css/all.css', 'vendor/fontawesome/css/all.css'],
      ['@fortawesome/fontawesome-free/webfonts', 'vendor/fontawesome/webfonts'],
      ['@fontsource/lato/400.css', 'vendor/lato/400.css'],
      ['@fontsource/lato/700.css', 'vendor/lato/700.css'],
      ['@fontsource/lato/900.css', 'vendor/lato/900.css'],
      ['@fontsource/lato/files', 'vendor/lato/files'],
    ],
  }),
  fixture({
    name: 'recipes',
    bundler: 'rollup',
    visit: ['/', '/recipes', '/recipe/rye-sourdough', '/planner', '/about'],
    timed: ['/', '/recipe/rye-sourdough'],
    single: true,
  }),
  fixture({
    name: 'console',
    bundler: 'esbuild',
    visit: ['/', '/vehicles', '/map', '/reports', '/settings'],
    timed: ['/', '/vehicles'],
    single: true,
  }),
  fixture({
    name: 'portfolio',
    bundler: 'none',
    visit: ['/', '/series/north-sea.html', '/series/workshops.html', '/notes/on-developing-film.html', '/about.html'],
    timed: ['/', '/series/north-sea.html'],
    vendored: [
      ['@fontsource/poppins/files', 'assets/fonts'],
      ['glightbox/dist/css/glightbox.css', 'assets/vendor/glightbox.css'],
      ['glightbox/dist/js/glightbox.js', 'assets/vendor/glightbox.js'],
      ['@highlightjs/cdn-assets/highlight.js', 'assets/vendor/highlight.js'],
      ['@highlightjs/cdn-assets/styles/github.min.css', 'assets/vendor/highlight.css'],
    ],
  }),
  storefront,
]
