export { concealed, concealText, revealText } from './conceal.js'
export { knowSecrets } from './known-secrets.js'
export { isSecretKey, redact, redactDocument, redactText } from './redact.js'
