const CODE = 'm?js|css|woff2?|ttf|otf'
const PICTURES = 'avif|gif|ico|jpe?g|png|svg|webp'

/** How a bundler writes the hash of a file's content into its name: in hexadecimal, or also in eight characters of base64url. */
export type HashForm = 'hexadecimal' | 'base64url'

/** Digits alone are a date or a version, letters alone a word. */
const HEXADECIMAL = '(?:^|[.\\-_])(?=[a-f]*\\d)(?=\\d*[a-f])[0-9a-f]{8,64}(?:\\.chunk)?'
const BASE64URL = '[.\\-](?=[\\w-]{0,7}[0-9A-Z])(?=[\\w-]{0,7}[a-zA-Z])[\\w-]{8}'

/** A pattern, as text, for names (without folders) that hold a hash of what is in the file. @param pictures whether those of pictures count */
export const hashedNames = (form: HashForm, pictures: boolean): string =>
  `${form === 'hexadecimal' ? HEXADECIMAL : `(?:${HEXADECIMAL}|${BASE64URL})`}\\.(?:${pictures ? `${CODE}|${PICTURES}` : CODE})$`
