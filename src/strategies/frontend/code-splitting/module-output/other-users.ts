import { posix } from 'node:path'
import type { ReadableWorkspace } from '../../../../model/change.js'
import type { BundleNames } from './bundle-names.js'
import { bundlingCommands } from './esbuild-command.js'
import { policyHazard } from './page-tag.js'

/** Texts that can have a say in what is loaded, and how. */
const TEXTS = [
  '**/*.{html,htm,xhtml,ejs,hbs,handlebars,mustache,pug,jade,php,twig,liquid,njk,erb,jsp,aspx,cshtml,vue,svelte,astro}',
  '**/*.{js,mjs,cjs,ts,mts,cts,jsx,tsx,json,json5,webmanifest,xml,yml,yaml,toml,conf,nginx,config,ini,sh,py,rb,go,java,cs,tf}',
  '**/{_headers,_redirects,.htaccess,Dockerfile,Makefile,Caddyfile,nginx.conf}',
]
const LEFT_OUT =
  /(^|\/)(node_modules|tests?|__tests__|spec|cypress|e2e)\/|\.(test|spec|stories)\.|(^|\/)(package-lock\.json|npm-shrinkwrap\.json|tsconfig[\w.-]*\.json)$/

/** Sent as they are: there, the name alone is enough. */
const SERVED = /\.(html?|xhtml|webmanifest)$|(^|\/)(public|static|assets|www)\//

const MARKUP = /\.(html?|xhtml|ejs|hbs|handlebars|mustache|pug|jade|php|twig|liquid|njk|erb|jsp|aspx|cshtml)$/

const REGISTERS_WORKER = /\bserviceWorker\s*\??\.\s*register\s*\(/

/** Names of modules are found from where they stand, and none is of the output. */
const withoutImports = (text: string): string =>
  text.replace(/\b(?:from\s*|import\s*\(?\s*|require\(\s*)(?:'[^'\n]*'|"[^"\n]*")/g, '')

/** What `package.json` says apart from its commands of esbuild, which write the bundle for pages and for developers. */
const withoutCommands = (text: string): string =>
  bundlingCommands(text)
    .reduce((left, [command]) => left.replace(command, ''), text)
    .replace(/\besbuild\s[^&|;"]*/g, '')

/** Programs that open pages as files, where modules cannot be loaded. */
const OPENS_FILES = /"(electron|nw|cordova(-[\w-]+)?)"\s*:/

/** A policy that a server is told to send. */
const SENT_POLICY =
  /content-security-policy(?!-report-only)["'`]?[\s:,=]*(?:["'`]?value["'`]?\s*[:=]\s*)?["`]?([^"`\n]*)/gi

const DIRECTIVE = /\b(?:[a-z]+-src|frame-ancestors|base-uri|form-action|sandbox|upgrade-insecure-requests)\b/

const sentPolicyHazard = (text: string): string | null => {
  for (const [, policy = ''] of text.matchAll(SENT_POLICY)) {
    // What is put together by code cannot be read.
    const hazard = DIRECTIVE.test(policy) ? policyHazard(policy) : 'its Content Security Policy cannot be read'
    if (hazard !== null) return hazard
  }
  return null
}

/**
 * Why something else than the pages' tags may rely on the bundle as it is, one classic script, or null: whatever else names it, a service worker
 * that may keep it longer than its chunks are there, a policy, pages that are opened as files.
 *
 * @param rest texts of edited files without what is edited, by path: what is left must not name the bundle
 */
export const otherUserHazard = async (
  names: BundleNames,
  rest: ReadonlyMap<string, string>,
  pages: ReadonlySet<string>,
  global: string | null,
  workspace: ReadableWorkspace,
): Promise<string | null> => {
  for (const path of await workspace.list(TEXTS)) {
    if (LEFT_OUT.test(path) || pages.has(path)) continue
    const text = rest.get(path) ?? (await workspace.readText(path))
    const isPackage = posix.basename(path) === 'package.json'
    if (isPackage && OPENS_FILES.test(text))
      return `${path} has pages opened as files, from where modules are not loaded`
    const told = isPackage ? withoutCommands(text) : text
    const left = withoutImports(told)
    const named = SERVED.test(path) || MARKUP.test(path) ? names.isNamedIn(left) : names.isMeantIn(left)
    if (named || names.isPlacedBy(told)) return `${path} names ${names.served} too`
    if (REGISTERS_WORKER.test(text))
      return `${path} registers a service worker, which may keep ${names.served} longer than its chunks are there`
    const policy = MARKUP.test(path) ? null : sentPolicyHazard(text)
    if (policy !== null) return `${path}: ${policy}`
    if (global !== null && new RegExp(String.raw`\b(?:window|self|globalThis)\s*\??\.\s*${global}\b`).test(text))
      return `${path} uses the global ${global}, which a module does not make`
  }
  return null
}
