import type { ReadableWorkspace } from '../../../model/change.js'

/** A nonce or hash makes browsers ignore `'unsafe-inline'`. */
const allows = (sources: string | undefined): boolean =>
  sources === undefined || (sources.includes("'unsafe-inline'") && !/'(?:nonce-|sha(?:256|384|512)-)/.test(sources))

/** Whether a Content Security Policy lets a page hold styles and a handler of its own (CSP Level 3, § 6.7.3). */
export const allowsInline = (policy: string): boolean => {
  const directives = new Map(
    policy
      .split(';')
      .map(directive => directive.trim().split(/\s+/))
      .map(([name = '', ...values]) => [name.toLowerCase(), values.join(' ')] as const),
  )
  const of = (...names: string[]): string | undefined =>
    names.map(name => directives.get(name)).find(one => one !== undefined)
  return (
    allows(of('style-src-elem', 'style-src', 'default-src')) &&
    allows(of('script-src-attr', 'script-src', 'default-src'))
  )
}

const SERVER_FILES = [
  '**/{_headers,.htaccess,netlify.toml,vercel.json,firebase.json,staticwebapp.config.json,now.json,web.config}',
  '**/*.{conf,nginx}',
  '**/{server,app,index}.{js,mjs,cjs,ts}',
]

/** A file of the project by which a server sends a policy, or null: with one, whatever it says, nothing is put into pages. */
export const policyFile = async (workspace: ReadableWorkspace): Promise<string | null> => {
  for (const path of await workspace.list(SERVER_FILES)) {
    if (/content-security-policy(?!-report-only)|contentSecurityPolicy/i.test(await workspace.readText(path)))
      return path
  }
  return null
}
