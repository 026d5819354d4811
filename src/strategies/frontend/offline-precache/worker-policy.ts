import { metaPolicies, policySources } from '../../html/content-security-policy.js'
import type { ParsedPage } from '../../html/insert-in-head.js'

/** Whether sources let a page load a script of its own host by its address. */
const allowOwn = (sources: string | undefined): boolean =>
  sources === undefined || (/'self'|(^|\s)\*(\s|$)/.test(sources) && !sources.includes("'strict-dynamic'"))

/** Why a page may not ask for the worker, as a sentence's end; null where it may. @param serverFile by which a server sends a policy */
export const workerForbidden = ({ elements }: ParsedPage, serverFile: string | null): string | null => {
  for (const policy of metaPolicies(elements)) {
    if (!allowOwn(policySources(policy, 'script-src-elem', 'script-src', 'default-src')))
      return 'its Content Security Policy keeps a script of its own host out'
    if (!allowOwn(policySources(policy, 'worker-src', 'child-src', 'script-src', 'default-src')))
      return 'its Content Security Policy forbids workers'
  }
  return serverFile === null ? null : `${serverFile} sends a Content Security Policy, which may forbid workers`
}
