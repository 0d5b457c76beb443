import { afterAll, afterEach, beforeAll, describe } from 'vitest'
import { missingPython } from '../../interop/python.ts'
import { type FaultProxy, faultProxy } from './fault-proxy.ts'
import { type Moto, startMoto } from './moto-server.ts'

export { testSettings } from './moto-server.ts'

/** An AWS of its own, in memory: S3, Glue and Firehose over HTTP. */
export interface Aws {
  readonly url: string
  /** The same, with whatever a test breaks on the way. */
  readonly proxy: FaultProxy
}

/**
 * Tests that need an AWS, of which moto is the one here.
 *
 * @param tests gets it when it is there: once the tests run
 */
export function describeOnMoto(name: string, tests: (aws: () => Aws) => void): void {
  const missing = missingPython('moto.server')
  describe.skipIf(missing !== null)(`${name}${missing ? ` (skipped: ${missing})` : ''}`, () => {
    let moto: Moto
    let proxy: FaultProxy
    beforeAll(async () => {
      moto = await startMoto()
      proxy = await faultProxy(moto.url)
    })
    afterEach(() => proxy.seen.splice(0))
    afterAll(async () => {
      await proxy.stop()
      await moto.stop()
    })
    tests(() => ({ url: moto.url, proxy }))
  })
}
