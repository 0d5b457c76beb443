import { createReadStream, existsSync } from 'node:fs'
import { appendFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'

/** Records that are read at once. */
const AT_ONCE = 100

/** Records that wait in a file, as NDJSON, until it is decided what becomes of them: they may be many. */
export interface RecordFile {
  append(records: readonly object[]): Promise<void>
  /** All of them, a few at a time. */
  read(): AsyncIterable<readonly object[]>
}

/** @param path of a file that is made with the first record */
export function recordFile(path: string): RecordFile {
  return {
    append: records => appendFile(path, records.map(record => `${JSON.stringify(record)}\n`).join('')),
    async *read() {
      if (!existsSync(path)) return
      let records: object[] = []
      for await (const line of createInterface({ input: createReadStream(path) })) {
        records.push(JSON.parse(line) as object)
        if (records.length === AT_ONCE) {
          yield records
          records = []
        }
      }
      if (records.length > 0) yield records
    },
  }
}
