import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  Mp4OutputFormat,
  Output,
  WebMOutputFormat,
} from 'mediabunny'
import type { Encoded } from './in-page.js'

export type Container = 'mp4' | 'webm'

/** Puts packets into a file that begins to play before it has come whole. */
export const mux = async (
  { packets, description }: Encoded,
  { container, codec, width, height }: { container: Container; codec: string; width: number; height: number },
): Promise<Buffer> => {
  const target = new BufferTarget()
  const format = container === 'mp4' ? new Mp4OutputFormat({ fastStart: 'in-memory' }) : new WebMOutputFormat()
  const output = new Output({ format, target })
  const track = new EncodedVideoPacketSource(container === 'mp4' ? 'avc' : 'vp9')
  output.addVideoTrack(track)
  await output.start()
  const decoderConfig = {
    codec,
    codedWidth: width,
    codedHeight: height,
    colorSpace: { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false },
    ...(description === null ? {} : { description: new Uint8Array(Buffer.from(description, 'base64')) }),
  } satisfies VideoDecoderConfig
  for (const { data, type, timestamp, duration } of packets)
    await track.add(
      new EncodedPacket(new Uint8Array(Buffer.from(data, 'base64')), type, timestamp / 1e6, duration / 1e6),
      { decoderConfig },
    )
  await output.finalize()
  return Buffer.from(target.buffer!)
}
