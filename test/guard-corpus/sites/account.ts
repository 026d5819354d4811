import type { Answer, Site } from '../site.js'
import { readFiles } from './read-site.js'

/** Signing in (`/sign-in`: alma@plot.example, any password), an account, settings and signing out; the session is a cookie. */

const to = (location: string, cookie?: string): Answer => ({
  status: 303,
  headers: { location, ...(cookie === undefined ? {} : { 'set-cookie': cookie }) },
})

/** A sign-in page, with a token that its form must bring back. */
export const signInPage = (files: Site['files'], token: string, wrong = ''): string =>
  String(files['/sign-in']).replace('{{token}}', token).replace('<!-- wrong -->', wrong)

const respond: NonNullable<Site['respond']> = ({ path, method, form, cookies }, _, files) => {
  const isIn = cookies.get('session') === 'alma'
  if (path === '/sign-in' && method === 'POST') {
    const right = form.get('user') === 'alma@plot.example' && form.get('password') && form.get('token')?.startsWith('t')
    if (right) return to('/account', 'session=alma; Path=/; HttpOnly; SameSite=Lax')
    return { status: 403, body: signInPage(files, 't0', '<p class="wrong" id="wrong">That is not right.</p>') }
  }
  if (path === '/sign-in') return { body: signInPage(files, 't0') }
  if (path === '/logout') return to('/sign-in', 'session=; Path=/; Max-Age=0')
  if (path === '/settings' && method === 'POST') {
    const saved = `${form.get('name') ?? 'Nobody'}, ${form.has('letters') ? 'letters' : 'no letters'}`
    return { body: String(files['/saved']).replace('{{saved}}', saved) }
  }
  if ((path === '/account' || path === '/settings') && !isIn) return to('/sign-in')
  return undefined
}

export const account: Site = { files: readFiles('account'), respond }

/** What a person does to sign in. */
export const SIGN_IN = [
  { do: 'type', on: '#user', text: 'alma@plot.example' },
  { do: 'type', on: '#password', text: 'parsnip' },
  { do: 'click', on: '#go' },
] as const
