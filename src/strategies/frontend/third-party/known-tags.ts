/** A tag whose vendor says that it may come at any time, and how a page speaks to it. */
export interface KnownTag {
  readonly name: string
  readonly address: RegExp
  /** Names that it makes for a page; code that uses one needs the vendor's own queue before the tag has come. */
  readonly globals: readonly string[]
}

/**
 * Tags that their vendors give out as `async`, or with a loader that is. What is not here is left where it stands: consent banners and tests of variants have
 * to come first, libraries are needed by others.
 */
const KNOWN: readonly KnownTag[] = [
  {
    name: 'Google tag',
    address: /^https?:\/\/www\.googletagmanager\.com\/(?:gtag\/js|gtm\.js)\b/,
    globals: ['gtag', 'dataLayer'],
  },
  {
    name: 'Google Analytics',
    address: /^https?:\/\/(?:www|ssl)\.google-analytics\.com\/(?:analytics|ga)\.js\b/,
    globals: ['ga', '_gaq', '_gat'],
  },
  {
    name: 'Google Ads',
    address: /^https?:\/\/pagead2\.googlesyndication\.com\/pagead\/js\/adsbygoogle\.js\b/,
    globals: ['adsbygoogle'],
  },
  {
    name: 'Google publisher tag',
    address: /^https?:\/\/(?:securepubads\.g\.doubleclick\.net|www\.googletagservices\.com)\/tag\/js\/gpt\.js\b/,
    globals: ['googletag'],
  },
  { name: 'Plausible', address: /^https?:\/\/plausible\.io\/js\//, globals: ['plausible'] },
  { name: 'Fathom', address: /^https?:\/\/cdn\.usefathom\.com\/script\.js\b/, globals: ['fathom'] },
  {
    name: 'Cloudflare Web Analytics',
    address: /^https?:\/\/static\.cloudflareinsights\.com\/beacon\.min\.js\b/,
    globals: [],
  },
  { name: 'Hotjar', address: /^https?:\/\/static\.hotjar\.com\/c\/hotjar-/, globals: ['hj'] },
  { name: 'Microsoft Clarity', address: /^https?:\/\/www\.clarity\.ms\/tag\//, globals: ['clarity'] },
  {
    name: 'Meta pixel',
    address: /^https?:\/\/connect\.facebook\.net\/.+\/(?:fbevents|sdk)\.js\b/,
    globals: ['fbq', 'FB'],
  },
  { name: 'LinkedIn Insight', address: /^https?:\/\/snap\.licdn\.com\/li\.lms-analytics\//, globals: ['lintrk'] },
  { name: 'Bing Ads', address: /^https?:\/\/bat\.bing\.com\/bat\.js\b/, globals: ['uetq', 'UET'] },
  {
    name: 'HubSpot',
    address: /^https?:\/\/js(?:-\w+)?\.hs-(?:scripts|analytics)\.(?:com|net)\//,
    globals: ['_hsq', 'HubSpotConversations'],
  },
  { name: 'Intercom', address: /^https?:\/\/(?:widget|js)\.intercom(?:cdn)?\.(?:io|com)\//, globals: ['Intercom'] },
  { name: 'Crisp', address: /^https?:\/\/client\.crisp\.chat\/l\.js\b/, globals: ['$crisp'] },
  { name: 'Tawk.to', address: /^https?:\/\/embed\.tawk\.to\//, globals: ['Tawk_API'] },
  { name: 'Zendesk', address: /^https?:\/\/static\.zdassets\.com\/ekr\/snippet\.js\b/, globals: ['zE'] },
  { name: 'Drift', address: /^https?:\/\/js\.driftt\.com\//, globals: ['drift'] },
  { name: 'Twitter widgets', address: /^https?:\/\/platform\.twitter\.com\/widgets\.js\b/, globals: ['twttr'] },
  { name: 'Pinterest', address: /^https?:\/\/assets\.pinterest\.com\/js\/pinit\.js\b/, globals: ['PinUtils'] },
  {
    name: 'reCAPTCHA',
    address: /^https?:\/\/www\.(?:google|recaptcha)\.(?:com|net)\/recaptcha\/api\.js\b/,
    globals: ['grecaptcha'],
  },
]

export const knownTag = (address: string): KnownTag | null => {
  const whole = address.startsWith('//') ? `https:${address}` : address
  return KNOWN.find(one => one.address.test(whole)) ?? null
}
