import { navigationTiming } from './navigation-timing.js'
import { urlOf } from './url-of.js'

const isOfSite = (address: string): boolean => urlOf(address)?.origin === location.origin

/** Whether the page is one with which a visit began: nobody came to it from another page of the site. */
export function beginsVisit(): boolean {
  const timing = navigationTiming()
  if (timing && timing.type !== 'navigate' && timing.type !== ('prerender' as string)) return false
  // The browser knows the page before this one where it was of the site, also where the site asks it to tell no referrer.
  const from = (globalThis as { navigation?: { activation?: { from?: { url?: string | null } | null } | null } })
    .navigation?.activation?.from?.url
  if (from && isOfSite(from)) return false
  return document.referrer === '' || !isOfSite(document.referrer)
}

let isLeaving = false

const isElsewhere = (address: string): boolean => {
  const to = urlOf(address)
  return to?.origin === location.origin && to.pathname + to.search !== location.pathname + location.search
}

/** Listens for what leads on to another page of the site. */
export function watchLeaving(): void {
  addEventListener('click', event => {
    const link = event.composedPath().find(at => at instanceof HTMLAnchorElement)
    if (link?.href && !event.defaultPrevented && isElsewhere(link.href)) isLeaving = true
  })
  addEventListener('submit', event => {
    const form = event.target
    if (form instanceof HTMLFormElement && !event.defaultPrevented && isOfSite(form.action)) isLeaving = true
  })
}

/**
 * Whether the visit has gone on from the page that it began with.
 *
 * @param page the path with which it began: an application may change it without loading another
 */
export const hasGoneOn = (page: string): boolean => isLeaving || location.pathname !== page
