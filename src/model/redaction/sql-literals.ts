import type { Hide } from './credentials.js'

/** What tells a statement of SQL from a sentence with an apostrophe. */
const STATEMENT =
  /\b(?:insert\s{1,8}into\s|delete\s{1,8}from\s|update\s{1,8}\S{1,128}\s{1,8}set\s|values\s{0,8}\(|where\s{1,8}\S{1,128}\s{0,8}(?:[=<>~]|like\b|in\b|is\b)|(?:alter|create)\s{1,8}(?:user|role)\s|identified\s{1,8}by\s|parameters:\s{0,4}\$1|\$1 = )/i
const STRING = /'([^'\n]{1,8192})'/g
const DOLLAR_QUOTED = /\$\$([^$]{1,8192})\$\$/g
/** Values that are handed over beside a statement: `params: ["a", 1]`. */
const LIST = /\b(param(?:eter)?s["']?\s{0,4}[:=]\s{0,4}\[)(?!\[?redacted)([^\]\n]{1,8192})/gi

/** Literals of SQL statements: a service's log tells what its visitors sent. The statement's form stays. */
export function hideSqlLiterals(text: string, hide: Hide): string {
  if (!STATEMENT.test(text)) return text
  return text
    .replace(STRING, (_, literal: string) => `'${hide(literal)}'`)
    .replace(DOLLAR_QUOTED, (_, literal: string) => `$$${hide(literal)}$$`)
    .replace(LIST, (_, before: string, values: string) => before + hide(values))
}
