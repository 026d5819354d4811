import { z } from 'zod'
import type { LoginStep, SecretReference, TargetLogin } from '../login.js'
import { text } from './vocabulary.js'

export const secretReference = z.strictObject(
  {
    env: z
      .string()
      .regex(/^[A-Za-z_]\w*$/, { error: 'the name of a variable of the environment, e.g. "SHOP_PASSWORD"' }),
  },
  {
    error:
      'the name of the variable that holds it, as { env: "SHOP_PASSWORD" }: secrets come from the environment only',
  },
) satisfies z.ZodType<SecretReference>

/** RFC 9110: a token. */
const headerName = z.string().regex(/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/, { error: 'the name of a header' })
const cookieName = z.string().regex(/^[^\s=;,"]+$/, { error: 'the name of a cookie' })

const loginStep = z.union(
  [
    z.strictObject({ fill: text, with: z.union([z.string(), secretReference]) }),
    z.strictObject({ click: text }),
    z.strictObject({ waitFor: text }),
  ],
  { error: 'a step: { fill: selector, with: text or { env } }, { click: selector } or { waitFor: selector }' },
) satisfies z.ZodType<LoginStep>

const loginFlow = z.strictObject({
  path: z.string().regex(/^\/(?!\/)/, { error: 'the path of the login page, e.g. "/login"' }),
  steps: z.array(loginStep).min(1, { error: 'at least one step' }),
})

export const targetLogin = z.strictObject({
  headers: z.record(headerName, secretReference).exactOptional(),
  cookies: z.record(cookieName, secretReference).exactOptional(),
  localStorage: z.record(text, secretReference).exactOptional(),
  flow: loginFlow.exactOptional(),
  signedIn: text.exactOptional(),
}) satisfies z.ZodType<TargetLogin>
