import { hidePrivateKeys } from './private-keys.js'
import { hideSqlLiterals } from './sql-literals.js'

/** What is written in place of a secret. */
export type Hide = (secret: string) => string

/**
 * A text without any of these holds nothing that the patterns below would find: most texts are done with after this one look.
 * Every pattern's work is bounded by the text's length times a small constant: what is matched is anchored on a literal and limited.
 */
const WORTH_A_LOOK =
  /:\/\/|pass|pwd|secret|token|key|credential|auth|bearer|basic|cookie|sess|sid|jwt|eyJ|csrf|xsrf|otp|signature|[?&][^=&#\s]{1,64}=|gh[pousr]_|github_pat|glpat-|xox[a-z]-|AKIA|ASIA|AIza|[rsp]k[_-]|npm_|SG\.|hf_|ya29\.|failing row|params|parameters|'/i

/** Pictures and other bytes in base64: long, and nothing but that. */
const isBinary = (text: string): boolean => text.length > 2_000 && /^[A-Za-z0-9+/_-]+={0,2}$/.test(text)

/** User and password of a URL, also where the password has characters that should have been encoded. */
const USER_INFO = /(:\/\/)([^\s/?#"'<>`|]{1,512})(?=@)/g
const ODD_USER_INFO = /(:\/\/)([^\s:/?#@[\]"'<>]{0,128}:(?!\d{1,5}(?:[/?#\s"'<>),\]]|$))[^\s"'<>@]{1,256})(?=@[\w[])/g

const HEADER =
  /\b((?:proxy-)?authorization|(?:set-)?cookie)(\\{0,3}["']?\s{0,4}[:=]\s{0,4}\\{0,3}["']?(?:(?:bearer|basic|digest|token|apikey)\s{1,4})?)([^\r\n"'\\]{1,4096})/gi
const BEARER = /\b(bearer\s{1,4})([\w.~+/=-]{8,4096})/gi
const BASIC = /\b(basic\s{1,4})([A-Za-z0-9+/]{6,2048}={0,2})/gi

/** Tokens that are known by their looks. */
const BY_LOOKS = [
  /(?<=^|[^\w-]|%[0-9a-f]{2})eyJ[\w-]{8,4096}\.[\w-]{8,8192}(?:\.[\w-]{0,2048})?/gi,
  /gh[pousr]_\w{20,255}|github_pat_\w{20,255}|glpat-[\w-]{16,128}|xox[abeoprs]-[\w-]{10,255}|npm_\w{30,64}|hf_\w{20,64}/g,
  /(?:AKIA|ASIA)[A-Z0-9]{16}|AIza[\w-]{30,64}|ya29\.[\w-]{20,512}|SG\.[\w-]{16,64}\.[\w-]{16,128}/g,
  /(?:[rsp]k_(?:live|test)|whsec)_\w{8,255}|\bsk-[\w-]{20,255}/g,
]

const NAME =
  '(?:pass(?:word|wd|phrase|code)|secret|token|(?:api|access|private|encryption|signing|master)[-_]?key|credentials?|session[-_]?(?:id|key)|signature|(?<![a-z])(?:pwd(?!=/)|_auth|auth|sess(?:ion)?|sid|jwt|[cx]srf|otp))'
const ASSIGNED = String.raw`(?:[_-][A-Za-z0-9]{1,16}){0,3}\\{0,3}["'\x60]?\]?\s{0,4}(?:[:=]|=>|%3D)\s{0,4}`
/** `password=…`, `"api_key": "…"`, `--token=…`: the value in its quotes, or up to what would end it. */
const QUOTED = new RegExp(
  String.raw`(${NAME}${ASSIGNED}\\{0,3}(["'\x60]))(?!\[redacted)((?:(?!\2)[^\\\n]){1,4096})`,
  'gi',
)
const PLAIN = new RegExp(
  String.raw`(${NAME}${ASSIGNED})(?!\[redacted|\\{0,3}["'\x60])([^\s&"'\x60,;<\\]{1,4096})`,
  'gi',
)
/** A line of an environment: its value goes on to the line's end. */
const LINE =
  /^([ \t]{0,8}(?:export |set |declare -x )?[A-Z0-9_]{0,64}(?:PASS|SECRET|TOKEN|KEY|CREDENTIAL|AUTH|DSN|PWD_)[A-Z0-9_]{0,64}[=:][ \t]{0,4})(?!\[redacted)([^\r\n]{1,8192})$/gm
const FLAG =
  /(--(?:[\w-]{0,32}-)?(?:password|passwd|pass|token|secret|api-?key|auth) {1,2})(?![-[])(?=\S{0,64}[\d!@#$%^&*_])([^\s"']{6,4096})/gi

const PARAMETER = /([?&](?:amp;)?)([^=&#\s"'<>]{1,64})=([^&#\s"'<>]{1,4096})/g
const SECRET_PARAMETER =
  /pass|pwd|secret|token|^key$|[-_.]?key$|auth|credential|session|^sess$|^sid$|jwt|csrf|xsrf|^otp$|^pin$|^sig$|signature|^code$|^ticket$|^nonce$|^state$|invite|magic|hash$|^hmac$/i
const isOpaque = (value: string): boolean =>
  value.length >= 16 && /^[\w~+=-]+(?:%3D)*$/i.test(value) && /\d/.test(value) && /[a-z]/i.test(value)

/** What PostgreSQL says of the row that it would not take. */
const ROW = /(Key \([^)\n]{1,200}\)=\(|Failing row contains \()(?!\[redacted)([^\n]{1,4096})(?=\))/g

const isUserAndPassword = (base64: string): boolean =>
  /^[\x20-\x7e]*:[\x20-\x7e]*$/.test(Buffer.from(base64, 'base64').toString('latin1'))

/** @returns the text without what looks like a credential; what stands around it stays. */
export function hideCredentials(given: string, hide: Hide): string {
  if (!WORTH_A_LOOK.test(given) || isBinary(given)) return given
  let text = hidePrivateKeys(given, hide)
  text = hideSqlLiterals(text, hide)
  for (const pattern of [USER_INFO, ODD_USER_INFO]) {
    text = text.replace(pattern, (_, before: string, secret: string) => before + hide(secret))
  }
  text = text
    .replace(HEADER, (_, name: string, before: string, secret: string) => name + before + hide(secret))
    .replace(BEARER, (_, before: string, secret: string) => before + hide(secret))
    .replace(BASIC, (whole, before: string, secret: string) =>
      isUserAndPassword(secret) ? before + hide(secret) : whole,
    )
  for (const pattern of BY_LOOKS) text = text.replace(pattern, secret => hide(secret))
  return text
    .replace(LINE, (_, before: string, secret: string) => before + hide(secret))
    .replace(QUOTED, (_, before: string, _quote: string, secret: string) => before + hide(secret))
    .replace(PLAIN, (_, before: string, secret: string) => before + hide(secret))
    .replace(FLAG, (_, before: string, secret: string) => before + hide(secret))
    .replace(PARAMETER, (whole, before: string, name: string, value: string) =>
      SECRET_PARAMETER.test(name) || isOpaque(value) ? `${before}${name}=${hide(value)}` : whole,
    )
    .replace(ROW, (_, before: string, secret: string) => before + hide(secret))
}
