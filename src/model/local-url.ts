import { TunewrightError } from './errors.js'

/** Whether a text is meant as the address of a site rather than as a revision or a folder. */
export const looksLikeUrl = (text: string): boolean => /^[a-z][a-z\d+.-]*:\/\//i.test(text)

const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' ||
  hostname.endsWith('.localhost') ||
  hostname === '[::1]' ||
  /^127(?:\.\d{1,3}){3}$/.test(hostname)

const EXAMPLE = 'e.g. http://localhost:3000 or http://127.0.0.1:8080/shop'

/**
 * The address of something that answers on this machine.
 * @throws TunewrightError INPUT_INVALID for what is no http or https URL, for another machine, and for a URL that carries credentials
 */
export function parseLocalUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new TunewrightError('INPUT_INVALID', `${text} is not an address that a browser could open.`, {
      remedy: `Name an http or https URL on this machine, ${EXAMPLE}.`,
    })
  if (url.username !== '' || url.password !== '')
    throw new TunewrightError('INPUT_INVALID', `The URL of ${url.host} carries a user name or a password.`, {
      remedy: 'Leave them out of the URL, and pass them by --header, which reads them from a variable of the shell.',
    })
  if (!isLoopback(url.hostname)) throw elsewhere(url)
  url.hash = ''
  return url
}

const elsewhere = ({ hostname, port, protocol }: URL): TunewrightError => {
  const everyAddress = hostname === '0.0.0.0' || hostname === '[::]'
  return new TunewrightError(
    'INPUT_INVALID',
    everyAddress
      ? `${hostname} is where a service listens, not where it is reached.`
      : `${hostname} is not this machine. Only what answers here is measured: hundreds of loads would be a burden for a site that others use, and the network on the way to it would be measured as well.`,
    {
      remedy: everyAddress
        ? `Name ${protocol}//localhost${port === '' ? '' : `:${port}`}.`
        : `Run that version on this machine and name its address here, ${EXAMPLE}; or compare its revisions or folders.`,
    },
  )
}

/** Path and query of the page that a URL means. */
export const pagePathOf = ({ pathname, search }: URL): string => `${pathname.replace(/^\/{2,}/, '/')}${search}`
