/** A tag that Partytown's documentation names as one that runs in its worker, and what a page may say to it there. */
export interface WorkerTag {
  readonly name: string
  /** Names of functions, e.g. `dataLayer.push`: calls of them are handed on to the worker. */
  readonly forward: readonly string[]
}

/** https://partytown.qwik.dev/common-services, as far as the tag is a file; without what puts things to be seen on the page, of which it advises against. */
const SUPPORTED: readonly (WorkerTag & { readonly address: RegExp })[] = [
  {
    name: 'Google tag',
    address: /^https?:\/\/www\.googletagmanager\.com\/gtag\/js\b/,
    forward: ['dataLayer.push', 'gtag'],
  },
  {
    name: 'Google Tag Manager',
    address: /^https?:\/\/www\.googletagmanager\.com\/gtm\.js\b/,
    forward: ['dataLayer.push'],
  },
  {
    name: 'HubSpot',
    address: /^https?:\/\/js(?:-\w+)?\.hs-(?:scripts|analytics)\.(?:com|net)\//,
    forward: ['_hsq.push'],
  },
  {
    name: 'TikTok pixel',
    address: /^https?:\/\/analytics\.tiktok\.com\/i18n\/pixel\//,
    forward: ['ttq.track', 'ttq.page', 'ttq.load'],
  },
  { name: 'Adobe tags', address: /^https?:\/\/assets\.adobedtm\.com\//, forward: ['_satellite.track'] },
]

/** … and of those that it names, the ones whose files a worker may not read. */
const NEEDS_PROXY = /^https?:\/\/(?:connect\.facebook\.net|static(?:-tracking)?\.klaviyo\.com)\//

/** Consent banners, and what asks them: which tags may run is theirs to say, and they say it by changing tags. */
export const CONSENT =
  /cookiebot|onetrust|otsdkstub|cookielaw|usercentrics|didomi|cookie-?consent|iubenda|termly|osano|trustarc|\bklaro\b|cookieyes|consentmanager|axeptio|complianz|civiccomputing|quantcast\.mgr|__tcfapi|\b__cmp\b|\bgtag\(\s*['"]consent/i

/** @returns the tag, why it may not run there as a sentence's end, or null for one that is not known */
export const workerTag = (address: string): WorkerTag | string | null => {
  const whole = address.startsWith('//') ? `https:${address}` : address
  if (NEEDS_PROXY.test(whole)) return 'its files may only be read in a worker through a proxy of the site'
  return SUPPORTED.find(one => one.address.test(whole)) ?? null
}
