/**
 * Whether sound and films can be played, a line each. What waits for being played is asked for its beginning first.
 * @param patience ms that all of them together are given
 */
export const readMedia = async (patience: number): Promise<string[]> => {
  const media = [...document.querySelectorAll<HTMLMediaElement>('audio, video')]
  const names = (one: HTMLMediaElement): string =>
    (one.getAttribute('aria-label') ?? one.title ?? '').replace(/\s+/g, ' ').trim()
  const isDone = (one: HTMLMediaElement): boolean =>
    one.error !== null ||
    one.readyState >= HTMLMediaElement.HAVE_METADATA ||
    one.networkState === HTMLMediaElement.NETWORK_NO_SOURCE
  const settled = (one: HTMLMediaElement): Promise<void> =>
    new Promise(resolve => {
      for (const event of ['loadedmetadata', 'error', 'emptied'])
        one.addEventListener(event, () => isDone(one) && resolve())
      for (const source of one.querySelectorAll('source'))
        source.addEventListener('error', () => setTimeout(() => isDone(one) && resolve(), 0))
    })
  const asked = media.filter(
    one => (one.currentSrc !== '' || one.src !== '' || one.querySelector('source[src]')) && !isDone(one),
  )
  const waiting = asked.map(settled)
  for (const one of asked) {
    one.preload = 'metadata'
    one.load()
  }
  await Promise.race([Promise.all(waiting), new Promise(resolve => setTimeout(resolve, patience))])
  return media.map(one => {
    const given =
      one.currentSrc !== '' || one.src !== '' || one.srcObject !== null || one.querySelector('source[src]') !== null
    const plays = !given
      ? 'has nothing to play'
      : one.readyState >= HTMLMediaElement.HAVE_METADATA
        ? 'can be played'
        : 'cannot be played'
    const tracks = [...one.querySelectorAll('track')].map(track => `${track.kind} ${track.srclang}`.trim())
    const options = ['controls', 'autoplay', 'loop', 'muted', 'playsinline'].filter(name => one.hasAttribute(name))
    return [one.localName, JSON.stringify(names(one)), plays, ...options, ...tracks].join(' ')
  })
}
