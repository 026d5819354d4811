/** Lets work begin as long as the pixels under way together stay within a limit; what is larger than the limit runs alone. */
export interface PixelLimit {
  run<T>(pixels: number, work: () => Promise<T>): Promise<T>
}

/** In the order of asking: a large picture is not kept waiting by small ones that come after it. */
export const pixelLimit = (most: number): PixelLimit => {
  let underWay = 0
  const waiting: { readonly pixels: number; begin(): void }[] = []
  const beginNext = (): void => {
    while (waiting[0] !== undefined && (underWay === 0 || underWay + waiting[0].pixels <= most)) {
      const { pixels, begin } = waiting.shift()!
      underWay += pixels
      begin()
    }
  }
  return {
    async run(pixels, work) {
      await new Promise<void>(begin => {
        waiting.push({ pixels, begin })
        beginNext()
      })
      try {
        return await work()
      } finally {
        underWay -= pixels
        beginNext()
      }
    },
  }
}
