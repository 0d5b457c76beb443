import { readManifest } from '../manifest.ts'
import type { Check } from './finding.ts'

/** The manifest can be read, and each of its days has its file, of the size it says. */
export const manifestCheck: Check = {
  name: 'manifest',
  async run({ objects }) {
    const read = await readManifest(objects).catch((error: unknown) => error)
    if (!(read instanceof Object) || !('manifest' in read)) {
      const message = read instanceof Error ? read.message : String(read)
      return [{ kind: 'manifest_unreadable', subject: 'manifest.json', message, repair: 'restore it from a backup' }]
    }
    const { manifest } = read as Awaited<ReturnType<typeof readManifest>>
    const sizes = new Map<string, number>()
    for await (const { key, size } of objects.list('sealed/')) sizes.set(key, size)
    return Object.entries(manifest.days).flatMap(([day, { generation, bytes }]) => {
      const subject = `sealed/event_date=${day}/${generation}/audit-logs.parquet`
      const size = sizes.get(subject)
      if (size === bytes) return []
      const message = size === undefined ? 'the file is missing' : `the file has ${size} bytes instead of ${bytes}`
      return [
        {
          kind: 'sealed_file_damaged',
          subject,
          message,
          repair: `audit-lake rebuild --from raw/ --day ${day}, or restore the file from a backup`,
        },
      ]
    })
  },
}
