/** Counts an object up by compare-and-swap, until it is killed: `increment.ts <folder>`. Prints each number it wrote. */
import { folderStore } from '../../../packages/lake/src/local/folder-store.ts'

const objects = folderStore(process.argv[2]!)
for (;;) {
  const read = await objects.get('counter')
  const next = Number(read ? new TextDecoder().decode(read.body) : 0) + 1
  const body = new TextEncoder().encode(String(next))
  const put = await objects.put('counter', body, read ? { ifMatch: read.etag } : { ifNoneMatch: '*' })
  if (put.written) process.stdout.write(`${next}\n`)
}
