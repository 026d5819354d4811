/** Functions that run in the encoding browser's page: they are sent as text and may use nothing but their arguments. */

/** What an encoder made of one frame: bytes as base64, times in microseconds. */
export interface Packet {
  readonly data: string
  readonly type: EncodedVideoChunkType
  readonly timestamp: number
  readonly duration: number
}

export interface Encoded {
  readonly packets: readonly Packet[]
  /** The decoder's own settings (avcC), base64; null where the packets say all. */
  readonly description: string | null
}

/** What the page keeps between calls. */
interface Kept {
  /** A frame each, as planes. */
  parts: Uint8Array<ArrayBuffer>[]
  chunks: EncodedVideoChunk[]
  config: VideoDecoderConfig
}

/** Keeps a frame's planes, base64, behind those that are kept already. */
export const keepPlanes = (part: string, first: boolean): void => {
  const page = globalThis as unknown as Kept
  if (first) page.parts = []
  page.parts.push(Uint8Array.from(atob(part), c => c.charCodeAt(0)))
}

/**
 * Encodes the frames that are kept, one each, and keeps what came of it.
 * @param quantizer of VP9, for every frame; null: as the bit rate says
 * @param rehearsed how many of the frames are encoded once before: an encoder that has a bit rate to keep finds its quality with them
 * @returns null where this browser has no such encoder
 */
export const encodeKept = async (
  config: VideoEncoderConfig,
  durations: readonly number[],
  quantizer: number | null,
  rehearsed: number,
): Promise<Encoded | null> => {
  if (typeof VideoEncoder === 'undefined' || !(await VideoEncoder.isConfigSupported(config)).supported) return null
  const page = globalThis as unknown as Kept
  const base64 = (bytes: Uint8Array): string => {
    let text = ''
    for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000))
    return btoa(text)
  }
  const asBytes = (said: AllowSharedBufferSource): Uint8Array =>
    ArrayBuffer.isView(said) ? new Uint8Array(said.buffer, said.byteOffset, said.byteLength) : new Uint8Array(said)
  let chunks: EncodedVideoChunk[] = []
  let description: string | null = null
  let decoder: VideoDecoderConfig = { codec: config.codec }
  let failed: Error | null = null
  const encoder = new VideoEncoder({
    output: (chunk, metadata) => {
      chunks.push(chunk)
      const said = metadata?.decoderConfig
      if (!said) return
      decoder = { ...decoder, ...said }
      if (said.description) description = base64(asBytes(said.description))
    },
    error: error => {
      failed = error
    },
  })
  encoder.configure(config)
  let timestamp = 0
  const encodeFrames = async (count: number): Promise<void> => {
    for (let index = 0; index < count; index++) {
      const duration = durations[index]! * 1000
      const frame = new VideoFrame(page.parts[index]!, {
        format: 'I420',
        codedWidth: config.width,
        codedHeight: config.height,
        timestamp,
        duration,
        colorSpace: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
      })
      timestamp += duration
      encoder.encode(frame, { keyFrame: index === 0, ...(quantizer === null ? {} : { vp9: { quantizer } }) })
      frame.close()
      // A queue without an end would take the memory of all frames once more.
      while (encoder.encodeQueueSize > 8 && failed === null) await new Promise(resolve => setTimeout(resolve, 1))
    }
    await encoder.flush()
  }
  await encodeFrames(rehearsed)
  chunks = []
  const start = timestamp
  await encodeFrames(durations.length)
  encoder.close()
  if (failed !== null) throw failed
  page.config = decoder
  page.chunks = chunks
  const packets = chunks.map((chunk): Packet => {
    const bytes = new Uint8Array(chunk.byteLength)
    chunk.copyTo(bytes)
    return { data: base64(bytes), type: chunk.type, timestamp: chunk.timestamp - start, duration: chunk.duration ?? 0 }
  })
  return { packets, description }
}

/** Frames of what was encoded last, decoded again: RGBA, base64. */
export const decodeKept = async (wanted: readonly number[]): Promise<string[]> => {
  const { chunks, config } = globalThis as unknown as Kept
  const canvas = new OffscreenCanvas(config.codedWidth ?? 2, config.codedHeight ?? 2)
  const context = canvas.getContext('2d', { willReadFrequently: true })!
  const found: string[] = []
  let index = 0
  let failed: Error | null = null
  const decoder = new VideoDecoder({
    output: frame => {
      if (wanted.includes(index++)) {
        context.drawImage(frame, 0, 0, canvas.width, canvas.height)
        const { data } = context.getImageData(0, 0, canvas.width, canvas.height)
        let text = ''
        for (let at = 0; at < data.length; at += 0x8000) text += String.fromCharCode(...data.subarray(at, at + 0x8000))
        found.push(btoa(text))
      }
      frame.close()
    },
    error: error => {
      failed = error
    },
  })
  decoder.configure(config)
  for (const chunk of chunks) decoder.decode(chunk)
  await decoder.flush()
  decoder.close()
  if (failed !== null) throw failed
  return found
}

/** Opens a video file (base64), as a page does: seconds that it lasts, and its sides in pixels; null where it cannot be played. */
export const openVideo = async (
  file: string,
  type: string,
): Promise<{ seconds: number; width: number; height: number } | null> => {
  const video = document.createElement('video')
  video.muted = true
  const bytes = Uint8Array.from(atob(file), c => c.charCodeAt(0))
  const ready = new Promise<boolean>(resolve => {
    video.oncanplay = () => resolve(true)
    video.onerror = () => resolve(false)
  })
  const url = URL.createObjectURL(new Blob([bytes], { type }))
  video.src = url
  const came = await ready
  const { duration: seconds, videoWidth: width, videoHeight: height } = video
  video.removeAttribute('src')
  URL.revokeObjectURL(url)
  return came ? { seconds, width, height } : null
}
