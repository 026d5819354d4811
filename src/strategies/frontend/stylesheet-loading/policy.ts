import { allowInline, policySources } from '../../html/content-security-policy.js'

/** Whether a Content Security Policy lets a page hold styles and a handler of its own (CSP Level 3, § 6.7.3). */
export const allowsInline = (policy: string): boolean =>
  [
    policySources(policy, 'style-src-elem', 'style-src', 'default-src'),
    policySources(policy, 'script-src-attr', 'script-src', 'default-src'),
  ].every(sources => sources === undefined || allowInline(sources))
