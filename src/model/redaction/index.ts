export { concealed, concealText, revealText } from './conceal.js'
export { knowSecrets } from './known-secrets.js'
export { isSecretKey, redact, redactText } from './redact.js'
