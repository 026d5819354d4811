import type { CDPSession } from 'puppeteer-core'
import { knowPassingSecrets } from '../../model/redaction/index.js'

/** Shorter or plainer ones are settings (`theme=dark`), which stand in many texts by themselves. */
const isSession = (value: string, httpOnly: boolean): boolean =>
  httpOnly || value.length >= 16 || (value.length >= 8 && /\d/.test(value) && /[a-z]/i.test(value))

const cookieValue = (cookie: string): string => /^[^=;]*=\s*"?([^;"]*)/.exec(cookie)?.[1] ?? ''

/** Makes the cookies of a page known as secrets, as they are set and sent: a page may print or link them. */
export function watchCookies(session: CDPSession): void {
  session.on('Network.responseReceivedExtraInfo', ({ headers }) => {
    for (const [name, value] of Object.entries(headers)) {
      if (name.toLowerCase() !== 'set-cookie') continue
      for (const cookie of String(value).split('\n')) {
        if (isSession(cookieValue(cookie), /;\s*httponly/i.test(cookie))) knowPassingSecrets([cookieValue(cookie)])
      }
    }
  })
  session.on('Network.requestWillBeSentExtraInfo', ({ associatedCookies }) => {
    for (const { cookie } of associatedCookies) {
      if (isSession(cookie.value, cookie.httpOnly)) knowPassingSecrets([cookie.value])
    }
  })
}

/** The same for those that the page's scripts have set and that were not sent yet. */
export async function readCookies(session: CDPSession): Promise<void> {
  const { cookies } = await session.send('Network.getCookies').catch(() => ({ cookies: [] }))
  knowPassingSecrets(cookies.filter(cookie => isSession(cookie.value, cookie.httpOnly)).map(cookie => cookie.value))
}
