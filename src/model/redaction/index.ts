export { concealed, concealText, revealText } from './conceal.js'
export { knowPassingSecrets, knowSecrets } from './known-secrets.js'
export { isSecretKey, redact, redactDocument, redactText } from './redact.js'
