import type { Project } from './project.js'
import { resolvedScript } from './scripts.js'

/** Where tools are told the path that a site is below. Read as text, never run. */
const SETTINGS: readonly { readonly files: readonly string[]; readonly setting: RegExp }[] = [
  {
    files: ['js', 'mjs', 'cjs', 'ts', 'mts', 'cts'].map(extension => `vite.config.${extension}`),
    setting: /^[^/\n]*\bbase\s*:\s*(.+)$/m,
  },
  {
    files: ['vue.config.js', 'vue.config.cjs', 'vue.config.ts'],
    setting: /^[^/\n]*\b(?:publicPath|baseUrl)\s*:\s*(.+)$/m,
  },
  {
    files: ['js', 'mjs', 'cjs', 'ts'].map(extension => `next.config.${extension}`),
    setting: /^[^/\n]*\bbasePath\s*:\s*(.+)$/m,
  },
  { files: ['angular.json'], setting: /"baseHref"\s*:\s*(.+)$/m },
]

const OPTION = /--(?:base|base-href|public-url)[= ]['"]?(\/[\w./~-]+)/

/** `/shop/` → `/shop`; nothing for the root of a host. */
const path = (value: string): string | undefined => {
  const trimmed = value.replace(/\/+$/, '')
  return /^(?:\/[\w.~-]+)+$/.test(trimmed) ? trimmed : undefined
}

/** Of what an expression may give (`isProduction ? '/shop/' : '/'`), the one path that is not the root. */
const onlyPath = (expression: string): string | undefined => {
  const paths = [...expression.matchAll(/(['"`])(\/[^'"`]*)\1/g)].flatMap(([, , value]) => path(value ?? '') ?? [])
  return new Set(paths).size === 1 ? paths[0] : undefined
}

/**
 * The path below which a project's pages find each other, as its build is told: by the command, by the configuration of Vite, Next.js, Angular or Vue's tool, by
 * `homepage` for Create React App. Absent where the site is at the root of its host, and where nothing says so.
 */
export async function basePath(project: Project, buildScript: string | undefined): Promise<string | undefined> {
  const command = buildScript === undefined ? '' : (resolvedScript(project, buildScript) ?? '')
  const [, said] = OPTION.exec(command) ?? []
  if (said !== undefined) return path(said)
  for (const { files, setting } of SETTINGS) {
    for (const file of files) {
      const [, expression] = setting.exec((await project.read(file)) ?? '') ?? []
      if (expression !== undefined) return onlyPath(expression)
    }
  }
  const homepage = project.packageJson?.homepage
  if (typeof homepage !== 'string' || !project.hasDependency(/^react-scripts$/)) return undefined
  const { pathname } = URL.canParse(homepage) ? new URL(homepage) : { pathname: homepage }
  return path(pathname)
}
