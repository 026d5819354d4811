import type { LabBrowser } from './browser.js'
import { type BrowserState, type StoredValues, settable } from './sign-in/browser-state.js'

/** An incognito context: its own cache, cookies and storage, empty at first but for what makes somebody signed in. */
export interface Context {
  readonly id: string
  readonly storage: StoredValues | null
  /** The cookies it holds now. */
  cookies(): Promise<BrowserState['cookies']>
  close(): Promise<void>
}

export const openContext = async (browser: LabBrowser, state: BrowserState | null = null): Promise<Context> => {
  const { browserContextId } = await browser.root.send('Target.createBrowserContext', { disposeOnDetach: true })
  if (state && state.cookies.length > 0) {
    await browser.root.send('Storage.setCookies', { browserContextId, cookies: [...state.cookies] })
  }
  return {
    id: browserContextId,
    storage: state?.storage ?? null,
    cookies: async () => {
      const { cookies } = await browser.root.send('Storage.getCookies', { browserContextId })
      return cookies.map(settable)
    },
    close: async () => {
      // Gone with its browser, where that ended first.
      await browser.root.send('Target.disposeBrowserContext', { browserContextId }).catch(() => undefined)
    },
  }
}
