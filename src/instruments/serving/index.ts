export { type Certificate, certificate } from './certificate.js'
export { type ServedArm, type ServeOptions, serveArm } from './serve-arm.js'
export { type Link, type LinkEnd, shapeLink } from './shape-link.js'
export { departureTime, PACKET_BYTES, SharedLine } from './shared-line.js'
