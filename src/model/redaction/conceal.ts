import { createHmac, randomBytes } from 'node:crypto'
import { replaceSecrets } from './redact.js'

/**
 * Secrets in what is stored are replaced by a label, `[redacted:1f6c90a2b4]`. The process that stored it knows what each label stands for and
 * sees the whole text when it reads it back, so that pages are still compared by what they really say; nobody else ever does: the labels are
 * made with a key that is in this process's memory only.
 */
const KEY = randomBytes(32)
const LABEL = /\[redacted:[0-9a-f]{10}\]/g

const labels = new Map<string, string>()
const secrets = new Map<string, string>()

/** The label of a secret: the same one each time, in this process. */
export function concealed(secret: string): string {
  const known = labels.get(secret)
  if (known !== undefined) return known
  const label = `[redacted:${createHmac('sha256', KEY).update(secret).digest('hex').slice(0, 10)}]`
  labels.set(secret, label)
  secrets.set(label, secret)
  return label
}

/** @returns a text as it is stored */
export const concealText = (text: string): string => replaceSecrets(text, concealed)

/** @returns a stored text as this process knew it; what another one stored stays as it is */
export const revealText = (text: string): string =>
  text.includes('[redacted:')
    ? text.replace(LABEL, label => {
        const secret = secrets.get(label)
        return secret === undefined ? label : revealText(secret)
      })
    : text
