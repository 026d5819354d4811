/** How the page was come to and loaded; browsers tell it of every page but the first, empty one. */
export const navigationTiming = (): PerformanceNavigationTiming | undefined =>
  performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming | undefined
