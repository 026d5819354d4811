/** @param confidence 0–1; @returns e.g. `95 %`, `99.5 %`. */
export const formatConfidence = (confidence: number): string => `${Number((confidence * 100).toFixed(2))} %`
