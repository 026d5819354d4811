/**
 * The lowest setting, a whole number, at which a picture meets the floor, as its looks rise with the setting.
 * @returns null where even the highest is not enough
 */
export const lowestSetting = async (
  least: number,
  highest: number,
  meets: (setting: number) => Promise<boolean>,
): Promise<number | null> => {
  // Most pictures need no more than one before them did: that is asked first.
  if (await meets(least)) return least
  if (!(await meets(highest))) return null
  let below = least
  let enough = highest
  while (enough - below > 1) {
    const middle = (below + enough) >> 1
    if (await meets(middle)) enough = middle
    else below = middle
  }
  return enough
}
