import path from 'node:path'
import { z } from 'zod'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { TargetSystem } from '../../../../model/target.js'
import { type BuildCommand, readBuildCommand } from '../../../build-config/build-command.js'
import { isMade } from '../../../html/html-source.js'
import type { SourceText } from '../../../markup/source-text.js'
import { readStyles, type StyleKnowledge } from '../../../markup/style-knowledge.js'
import { isVueFile } from '../vue/blocks.js'
import { readVueComponents } from '../vue/components.js'
import { classesIn, codeIn } from '../vue/script.js'
import { ownSheets, stylesIn } from '../vue/styles.js'
import { readComponents, type ShowsAsGiven } from './components.js'
import { readSourceWriters, type SourceWriters } from './source-writers.js'

export type { SourceText }

/** The project's own sources as far as pictures are concerned. */
export interface Project {
  readonly pages: readonly SourceText[]
  readonly sheets: readonly SourceText[]
  readonly modules: readonly SourceText[]
  /** Single-file components of Vue, which are among the others too. */
  readonly components: readonly SourceText[]
  /** Sheets, and what stands in the `<style>` elements of pages. */
  readonly styleTexts: readonly SourceText[]
  /** Modules but tests, and what stands in the `<script>` elements of pages and components. */
  readonly scripts: readonly SourceText[]
  /** Everything else that may name a picture: data, manifests, other languages. */
  readonly others: readonly SourceText[]
  readonly packages: Readonly<Record<string, string>>
  /** What its build runs. */
  readonly build: BuildCommand
  readonly styles: StyleKnowledge
  readonly writers: SourceWriters
  readonly showsAsGiven: ShowsAsGiven
  /** The same of a component of Vue, by the name that a component's file uses. */
  readonly vueShowsAsGiven: (component: string, fromFile: SourceText) => boolean
  /** Whether `<RouterLink>` is that of vue-router. */
  readonly routerLinks: boolean
  /** True where pages are rendered on a server and taken over in the browser. */
  readonly hydrates: boolean
}

const PAGES = ['**/*.{html,htm,ejs,hbs,handlebars,njk,twig,liquid,mustache,j2,jinja}']
const SHEETS = ['**/*.{css,scss,less}']
const MODULES = ['**/*.{js,jsx,mjs,cjs,ts,tsx,mts,cts}']
const OTHERS = [
  '**/*.{json,webmanifest,xml,txt,md,yml,yaml,toml,conf,csv,sql,php,py,rb,vue,svelte,astro,pug,erb,haml,slim,cshtml,jsp}',
  '**/{_headers,.htaccess}',
]
/** Tests may render where the project itself does not. */
const TESTS = /(?:^|\/)(?:tests?|__tests__|spec|cypress|e2e)\/|\.(?:test|spec)\.[cm]?[jt]sx?$/
/** Larger files are bundles, data dumps or libraries: not what a person edits. */
const LARGEST_SOURCE = 400_000

export const readProject = async (target: TargetSystem, workspace: ReadableWorkspace): Promise<Project> => {
  const texts = async (
    globs: readonly string[],
    isLinked: (file: string) => boolean = () => false,
  ): Promise<SourceText[]> => {
    const found: SourceText[] = []
    for (const file of await workspace.list(globs)) {
      if (isMade(file, target.build, workspace) || /(?:^|\/)node_modules\//.test(file)) continue
      if (/\.min\.(?:js|css)$/.test(file) && !isLinked(file)) continue
      const text = await workspace.readText(file)
      if (text.length <= LARGEST_SOURCE) found.push({ path: file, text })
    }
    return found
  }
  const pages = await texts(PAGES, () => true)
  // A minified sheet is what a page shows, where it is the one that the page links.
  const isLinkedSheet = (file: string): boolean => pages.some(({ text }) => text.includes(path.posix.basename(file)))
  const [sheets, modules, others] = [await texts(SHEETS, isLinkedSheet), await texts(MODULES), await texts(OTHERS)]
  const scripts = modules.filter(m => !TESTS.test(m.path))
  const packageText = others.find(o => o.path === 'package.json')?.text
  const components = others.filter(o => isVueFile(o.path))
  const packages = readPackages(packageText)
  const routerLinks =
    (packages['vue-router'] ?? packages.nuxt) !== undefined &&
    !components.some(c => /(?:^|\/)(?:router-?link|nuxt-?link)(?:\/index)?\.vue$/i.test(c.path))
  const componentScripts = components.flatMap(codeIn)
  const inline = pages.flatMap(p =>
    [...p.text.matchAll(/<style\b[^>]*>([\s\S]*?)<\/style>/gi)].map(m => ({ path: p.path, text: m[1]! })),
  )
  const [styleTexts, allScripts] = [
    [...sheets, ...inline],
    [...scripts, ...componentScripts, ...pages.flatMap(inlineScripts)],
  ]
  const own = ownSheets(components)
  return {
    pages,
    sheets,
    modules,
    components,
    styleTexts,
    scripts: allScripts,
    others,
    packages,
    build: readBuildCommand(target.build?.command, packageText ?? '{}'),
    styles: readStyles(
      [
        ...styleTexts.map(sheet => ({ ...sheet, component: own.get(sheet.path) })),
        ...components.flatMap(component => stylesIn(component)),
      ],
      [...modules, ...componentScripts, ...components.map(classesIn)].map(m => m.text),
    ),
    writers: readSourceWriters(allScripts),
    showsAsGiven: readComponents(modules),
    vueShowsAsGiven: readVueComponents(components, routerLinks),
    routerLinks,
    hydrates:
      RENDERING.some(name => packages[name] !== undefined) || scripts.some(m => RENDERS_ON_A_SERVER.test(m.text)),
  }
}

/** Tools that render pages of Vue before browsers do. */
const RENDERING = ['nuxt', 'nuxt3', 'vitepress', 'vite-ssg', 'gridsome', 'vuepress']
const RENDERS_ON_A_SERVER =
  /\b(?:hydrateRoot|renderToString|renderToPipeableStream|getServerSideProps|createSSRApp)\b|react-dom\/server|vue\/server-renderer|vue-server-renderer/

/** The text of a page's own scripts, each as if it were a file. */
const inlineScripts = ({ path: page, text }: SourceText): SourceText[] =>
  [...text.matchAll(/<script\b(?![^>]*\ssrc\s*=)[^>]*>([\s\S]*?)<\/script>/gi)].map(m => ({ path: page, text: m[1]! }))

const dependencies = z.record(z.string(), z.string()).optional()
const packageSchema = z.object({ dependencies, devDependencies: dependencies, peerDependencies: dependencies })

const readPackages = (text: string | undefined): Readonly<Record<string, string>> => {
  try {
    const parsed = packageSchema.parse(JSON.parse(text ?? '{}'))
    return { ...parsed.peerDependencies, ...parsed.devDependencies, ...parsed.dependencies }
  } catch {
    return {}
  }
}
