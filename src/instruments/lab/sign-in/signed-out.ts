import { TunewrightError } from '../../../model/errors.js'
import type { TargetLogin } from '../../../model/login.js'
import { withoutQuery } from '../../../model/pathname.js'
import type { PageTarget } from '../../../model/target.js'
import { currentPath, isThere } from '../page/login-form.js'
import type { Visit } from '../visit.js'

const REMEDY = 'Check `login` in the configuration, and that the account may see the page.'

/** A page that a visitor who is not signed in sees: the session may have ended, so it is worth signing in once more. */
export class SignedOut extends TunewrightError {
  constructor(page: PageTarget, what: string) {
    super('PAGE_BROKEN', `${page.path} is shown as to somebody who is not signed in: ${what}.`, {
      remedy: REMEDY,
      details: { path: page.path },
    })
  }
}

/** @throws SignedOut where a page that needs a login was not shown to somebody signed in */
export const requireSignedIn = async (
  visit: Visit,
  page: PageTarget,
  login: TargetLogin | undefined,
): Promise<void> => {
  if (!login) return
  const { signedIn, flow } = login
  if (signedIn !== undefined && !(await visit.evaluate(isThere, signedIn))) {
    throw new SignedOut(page, `there is no ${signedIn}`)
  }
  const shown = await visit.evaluate(currentPath)
  if (flow && shown === withoutQuery(flow.path) && shown !== withoutQuery(page.path)) {
    throw new SignedOut(page, `it leads to ${flow.path}`)
  }
}
