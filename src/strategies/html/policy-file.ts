import type { ReadableWorkspace } from '../../model/change.js'

const SERVER_FILES = [
  '**/{_headers,.htaccess,netlify.toml,vercel.json,firebase.json,staticwebapp.config.json,now.json,web.config}',
  '**/*.{conf,nginx}',
  '**/{server,app,index}.{js,mjs,cjs,ts}',
]

/** A file of the project by which a server sends a Content Security Policy, whatever it says, or null. */
export const policyFile = async (workspace: ReadableWorkspace): Promise<string | null> => {
  for (const path of await workspace.list(SERVER_FILES)) {
    if (/content-security-policy(?!-report-only)|contentSecurityPolicy/i.test(await workspace.readText(path)))
      return path
  }
  return null
}
