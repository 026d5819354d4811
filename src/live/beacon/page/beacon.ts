/**
 * What pages load to tell how they did. It sets no cookie, keeps nothing in the browser, and tells nothing that says who the visitor is.
 *
 *     <script async src="https://shop.example/tunewright/beacon.js"></script>
 *
 * `data-sample="0.1"`: of one view in ten. `data-consent="required"`: nothing is measured or told before `tunewrightVisits.consent(true)`.
 * `tunewrightVisits.conversion()`: the visit has reached what the site is for.
 */
import type { VisitReport } from '../../visits/report.js'
import { forgetErrors, takeErrors, watchErrors } from './errors.js'
import { countImages, forgetImages, watchImages } from './images.js'
import { navigationTiming } from './navigation-timing.js'
import { beginsVisit, hasGoneOn, watchLeaving } from './visit.js'
import { forgetVitals, takeVitals, watchVitals } from './vitals.js'

interface Visits {
  conversion(): void
  consent(given: boolean): void
}

type Page = typeof globalThis & { tunewrightVisits?: Visits }

const VERSION = 1

function begin(script: HTMLScriptElement): Visits {
  const endpoint = script.dataset.endpoint ?? new URL('visits', script.src).href
  let hasConsent = script.dataset.consent !== 'required'
  let isWatching = false
  let isRestored = false
  let view = newView()
  let page = location.pathname
  let part = 0
  let converted: 'no' | 'yes' | 'told' = 'no'
  let toldGoneOn = false
  const isEntry = beginsVisit()

  const report = (): VisitReport | null => {
    const errors = takeErrors()
    const wentOn = isEntry && !isRestored && !toldGoneOn && hasGoneOn(page)
    const first = part === 0
    if (!first && errors.length === 0 && !wentOn && converted !== 'yes') return null
    // Whatever served the page says by it which arm of a rollout this is: no part of the page is touched for it.
    const ticket = navigationTiming()?.serverTiming?.find(({ name }) => name === 'tunewright')?.description
    const told: VisitReport = {
      version: VERSION,
      view,
      part: part++,
      page,
      device: device(),
      connection: connection(),
      ...(first && { entry: isEntry && !isRestored, images: countImages(), ...takeVitals(isRestored) }),
      ...(ticket && { ticket }),
      ...(wentOn && { wentOn }),
      ...(converted === 'yes' && { converted: true as const }),
      ...(errors.length > 0 && { errors }),
    }
    toldGoneOn ||= wentOn
    if (converted === 'yes') converted = 'told'
    return told
  }
  const send = () => {
    // A page that is made ready before anybody has asked for it is not being viewed.
    if (!isWatching || !hasConsent || part > 99 || (document as { prerendering?: boolean }).prerendering) return
    const told = report()
    if (!told) return
    const body = JSON.stringify(told)
    if (!navigator.sendBeacon?.(endpoint, body)) {
      fetch(endpoint, { method: 'POST', body, keepalive: true }).catch(() => undefined)
    }
  }
  const watch = () => {
    if (isWatching) return
    isWatching = true
    watchErrors()
    watchImages()
    watchLeaving()
    watchVitals()
    // Comes last when a page is left, also after `pagehide`; and here once the measures' own listeners, which are asked on the way down, have
    // had what they waited for.
    addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'hidden') send()
    })
    addEventListener('pageshow', event => {
      if (!event.persisted) return
      isRestored = true
      view = newView()
      page = location.pathname
      part = 0
      forgetErrors()
      forgetImages()
      forgetVitals()
    })
  }
  if (hasConsent) watch()
  return {
    conversion() {
      if (converted === 'no') converted = 'yes'
    },
    consent(given) {
      hasConsent = given
      if (given) watch()
    },
  }
}

function newView(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}

function device(): VisitReport['device'] {
  const { userAgent, maxTouchPoints } = navigator
  if (/iPad|Tablet|Android(?!.*Mobi)/i.test(userAgent) || (/Macintosh/.test(userAgent) && maxTouchPoints > 1))
    return 'tablet'
  return /Mobi/i.test(userAgent) ? 'mobile' : 'desktop'
}

function connection(): VisitReport['connection'] {
  const { effectiveType } = (navigator as { connection?: { effectiveType?: string } }).connection ?? {}
  const known = ['slow-2g', '2g', '3g', '4g'] as const
  return known.find(type => type === effectiveType) ?? 'unknown'
}

/** Whether the visitor has asked not to be watched. */
const isRefused = (): boolean =>
  navigator.doNotTrack === '1' || (navigator as { globalPrivacyControl?: boolean }).globalPrivacyControl === true

const script = document.currentScript
const site = globalThis as Page
if (script instanceof HTMLScriptElement && !site.tunewrightVisits) {
  const sample = Number(script.dataset.sample ?? 1)
  const isTold = !isRefused() && Math.random() < (Number.isFinite(sample) ? sample : 1)
  // A site's calls work wherever it is loaded, also where nothing is told.
  site.tunewrightVisits = isTold ? begin(script) : { conversion: () => undefined, consent: () => undefined }
}
