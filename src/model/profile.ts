/** A device and its connection, as the lab emulates them. */
export interface Profile {
  readonly id: ProfileId
  readonly title: string
  readonly viewport: {
    readonly width: number
    readonly height: number
    readonly deviceScaleFactor: number
    readonly mobile: boolean
  }
  readonly network: {
    /** Round trip in ms, paid by each connection and each exchange on it. */
    readonly roundTrip: number
    /** Kilobits per second of the one bottleneck that all connections share. */
    readonly down: number
    readonly up: number
  }
  /** How many times slower than this machine the main thread runs. */
  readonly cpuSlowdown: number
}

export type ProfileId = 'mobile' | 'desktop' | 'slow-mobile'

/**
 * The profiles, defined once. `mobile` is WebPageTest's and the HTTP Archive's "4G" with Lighthouse's 4× CPU and a Moto-G-like
 * screen; `desktop` is Lighthouse's desktop; `slow-mobile` is Lighthouse's "slow 4G".
 */
export const PROFILES: Readonly<Record<ProfileId, Profile>> = {
  mobile: {
    id: 'mobile',
    title: 'Mobile, 4G',
    viewport: { width: 412, height: 823, deviceScaleFactor: 1.75, mobile: true },
    network: { roundTrip: 170, down: 9_000, up: 9_000 },
    cpuSlowdown: 4,
  },
  desktop: {
    id: 'desktop',
    title: 'Desktop, cable',
    viewport: { width: 1350, height: 940, deviceScaleFactor: 1, mobile: false },
    network: { roundTrip: 40, down: 10_240, up: 10_240 },
    cpuSlowdown: 1,
  },
  'slow-mobile': {
    id: 'slow-mobile',
    title: 'Mobile, slow 4G',
    viewport: { width: 412, height: 823, deviceScaleFactor: 1.75, mobile: true },
    network: { roundTrip: 150, down: 1_600, up: 750 },
    cpuSlowdown: 4,
  },
}

/**
 * The profiles that pages are looked at under: those judged and, where all of them have narrow viewports, or all wide ones, one of the other
 * kind. What is measured on phones alone must not take from those who sit at a desk.
 */
export function profilesToLookAt(judged: readonly ProfileId[]): ProfileId[] {
  const all: ProfileId[] = [...judged]
  for (const id of ['mobile', 'desktop'] as const) {
    if (!all.some(one => PROFILES[one].viewport.mobile === PROFILES[id].viewport.mobile)) all.push(id)
  }
  return all
}
