import type { ReadableWorkspace } from '../../../model/change.js'
import { allowInline, policySources } from '../../html/content-security-policy.js'

/** Whether a Content Security Policy lets a page hold styles and a handler of its own (CSP Level 3, § 6.7.3). */
export const allowsInline = (policy: string): boolean =>
  [
    policySources(policy, 'style-src-elem', 'style-src', 'default-src'),
    policySources(policy, 'script-src-attr', 'script-src', 'default-src'),
  ].every(sources => sources === undefined || allowInline(sources))

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
