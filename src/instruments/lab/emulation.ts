import type { CDPSession } from 'puppeteer-core'
import type { Profile } from '../../model/profile.js'

/** Makes a page's browser look like the profile's device: screen, touch, user agent. */
export const emulateDevice = async (session: CDPSession, profile: Profile, version: string): Promise<void> => {
  const { width, height, deviceScaleFactor, mobile } = profile.viewport
  const major = version.split('.')[0]!
  const chrome = `Chrome/${major}.0.0.0`
  const brands = [
    { brand: 'Chromium', version: major },
    { brand: 'Not.A/Brand', version: '8' },
  ]
  await Promise.all([
    session.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor,
      mobile,
      screenWidth: width,
      screenHeight: height,
      screenOrientation: mobile ? { type: 'portraitPrimary', angle: 0 } : { type: 'landscapePrimary', angle: 0 },
    }),
    session.send('Emulation.setTouchEmulationEnabled', { enabled: mobile, ...(mobile ? { maxTouchPoints: 5 } : {}) }),
    session.send('Emulation.setUserAgentOverride', {
      userAgent: mobile
        ? `Mozilla/5.0 (Linux; Android 11; moto g power (2022)) AppleWebKit/537.36 (KHTML, like Gecko) ${chrome} Mobile Safari/537.36`
        : `Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) ${chrome} Safari/537.36`,
      acceptLanguage: 'en-US,en',
      userAgentMetadata: {
        brands,
        platform: mobile ? 'Android' : 'Linux',
        platformVersion: mobile ? '11.0' : '',
        architecture: mobile ? '' : 'x86',
        model: mobile ? 'moto g power (2022)' : '',
        mobile,
      },
    }),
  ])
}
