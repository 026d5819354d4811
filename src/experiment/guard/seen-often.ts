/**
 * What went wrong in the looks at an arm: of one or two looks everything; of more, what went wrong in more than one. An error that comes once in
 * six looks at one arm, and in none of six at the other, comes in the other as well.
 */
export function seenOften(looks: readonly (readonly string[])[]): string[] {
  const often = looks.length > 2 ? 2 : 1
  const each = looks.map(look => new Set(look))
  return [...new Set(looks.flat())].filter(one => each.filter(look => look.has(one)).length >= often)
}
