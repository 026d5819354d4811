import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { TargetLogin } from '../../../model/login.js'
import { PROFILES, type Profile } from '../../../model/profile.js'
import type { TargetSystem } from '../../../model/target.js'
import { type ServedArm, serveArm } from '../../serving/index.js'
import { Lab } from '../lab.js'

const PASSWORD = 'correct horse battery'
const root = fileURLToPath(new URL('./fixtures', import.meta.url))

const QUICK: Profile = {
  ...PROFILES.mobile,
  network: { roundTrip: 10, down: 40_000, up: 40_000 },
  cpuSlowdown: 1,
}

const logged: string[] = []
const log = (message: string, context?: Record<string, unknown>) =>
  void logged.push(`${message} ${JSON.stringify(context)}`)
const logger = { debug: log, info: log, warn: log, error: log }

let lab: Lab
const arms: ServedArm[] = []
beforeAll(async () => {
  process.env.MEMBERS_PASSWORD = PASSWORD
  process.env.MEMBERS_WRONG = 'guessed'
  lab = await Lab.open({ logger, cap: 5_000 })
})
afterAll(async () => {
  delete process.env.MEMBERS_PASSWORD
  delete process.env.MEMBERS_WRONG
  await Promise.all(arms.map(arm => arm.stop()))
  await lab.close()
})

const serve = async (login?: TargetLogin): Promise<ServedArm> => {
  const target: TargetSystem = {
    id: 'members',
    name: 'members',
    framework: 'backend',
    root,
    pages: [],
    serve: { kind: 'process', command: 'node members.mjs', readyPath: '/' },
    environment: { EXPECTED_PASSWORD: PASSWORD },
    ...(login && { login }),
  }
  const arm = await serveArm({ revision: 'test', root, bundleStatistics: null, buildMilliseconds: 0 }, target, {
    logger,
  })
  arms.push(arm)
  return arm
}
const at = (path: string) => ({ id: path, path, weight: 1 })

const flow = (password: string, steps: NonNullable<TargetLogin['flow']>['steps'] = []): TargetLogin => ({
  flow: {
    path: '/login',
    steps: [
      { fill: '#email', with: 'ada@example.com' },
      { fill: 'input[type=password]', with: { env: password } },
      ...steps,
      { click: 'form button' },
    ],
  },
})

const asked = async (arm: ServedArm, path: string): Promise<string[]> =>
  (await lab.visit(arm, at(path), QUICK)).requests.map(request => request.url)

describe('pages behind a login', () => {
  it('are measured and surveyed as somebody who signed in by the form once', async () => {
    const arm = await serve(flow('MEMBERS_PASSWORD'))
    const survey = await lab.survey(arm, at('/account'), QUICK)
    expect(survey.title).toBe('Orders')
    expect(survey.text.join('\n')).toContain('Signed in, login 1')
    // A link that signs out is not followed.
    expect(survey.links).toEqual([])
    const load = await lab.load(arm, at('/account'), QUICK)
    expect(load.requests.map(request => request.url)).toContain('/login-1.svg')
  })

  it('are signed in to again where the session has ended', async () => {
    const arm = await serve({ ...flow('MEMBERS_PASSWORD'), signedIn: '.member' })
    expect(await asked(arm, '/account')).toContain('/login-1.svg')
    await lab.visit({ ...arm, login: undefined }, at('/expire'), QUICK)
    expect(await asked(arm, '/account')).toContain('/login-2.svg')
  })

  it('get a token into local storage, and headers, for the target alone', async () => {
    const secret = { env: 'MEMBERS_PASSWORD' }
    const arm = await serve({ localStorage: { token: secret }, headers: { 'X-Staff': secret } })
    expect(await asked(arm, '/token')).toContain('/me-Ada.svg')
    expect(await asked(arm, '/staff')).toContain('/staff')
    await lab.renew()
    expect(await asked(arm, '/token')).toContain('/me-Ada.svg')
  })

  it('say that a page leads to a login where none is configured', async () => {
    const arm = await serve()
    expect((await lab.survey(arm, at('/account'), QUICK)).redirectedTo).toBe('/login')
    expect(logged.join('\n')).toMatch(/\/account leads to \/login.*login/)
  })

  it('are broken pages where the password is wrong, a selector finds nothing, or the page is not shown', async () => {
    const wrong = await serve(flow('MEMBERS_WRONG'))
    await expect(lab.visit(wrong, at('/account'), QUICK)).rejects.toMatchObject({
      code: 'PAGE_BROKEN',
      message: '/login could not be used to sign in: it still shows the login page.',
      remedy: expect.stringContaining('login.flow'),
    })
    const lost = await serve(flow('MEMBERS_PASSWORD', [{ waitFor: '#code' }]))
    await expect(lab.visit(lost, at('/account'), QUICK)).rejects.toThrow('it shows no #code')
    const other = await serve({ cookies: { sid: { env: 'MEMBERS_WRONG' } }, signedIn: '.member' })
    await expect(lab.visit(other, at('/account'), QUICK)).rejects.toMatchObject({
      code: 'PAGE_BROKEN',
      message: '/account is shown as to somebody who is not signed in: there is no .member.',
    })
  })

  it('need their secrets in the environment: neither unset nor written down', async () => {
    await expect(serve({ headers: { 'X-Staff': { env: 'MEMBERS_UNSET' } } })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('MEMBERS_UNSET'),
    })
    const written = await serve({
      flow: { path: '/login', steps: [{ fill: 'input[type=password]', with: PASSWORD }, { click: 'button' }] },
    })
    await expect(lab.visit(written, at('/account'), QUICK)).rejects.toMatchObject({ code: 'INPUT_INVALID' })
    expect(logged.join('\n')).not.toContain(PASSWORD)
  })
})
