/** The lake is not what it should be; the message names the thing, the value and the next step. */
export class LakeError extends Error {
  override readonly name = 'LakeError'
}
