import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach } from 'vitest'

/** A log record of 2025 as Temporal writes it. */
export function logRecord(number: number, more: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({
    operation: 'UpdateNamespace',
    principal: { type: 'user', id: `user-${number % 7}`, name: `user${number % 7}@example.com` },
    raw_details: { namespace: 'payments.a1b2c', spec: { retention_days: 30 } },
    x_forwarded_for: '192.0.2.10',
    emit_time: new Date(Date.UTC(2026, 10, 20) + number * 1000).toISOString(),
    log_id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    async_operation_id: `CHG-${number}`,
    status: 'OK',
    version: 2,
    ...more,
  })
}

/** A folder for one test: for files, and for a lake in it. */
export function testFolder() {
  const folder = mkdtempSync(join(tmpdir(), 'audit-lake-'))
  folders.push(folder)
  return {
    folder,
    lake: join(folder, 'lake'),
    /** Writes a file and gives its path. */
    file(name: string, content: string | Uint8Array): string {
      const path = join(folder, name)
      mkdirSync(join(path, '..'), { recursive: true })
      writeFileSync(path, content)
      return path
    },
  }
}

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

/** A folder that all tests of a file share. */
export function keptFolder() {
  const place = testFolder()
  folders.splice(folders.indexOf(place.folder), 1)
  afterAll(() => rmSync(place.folder, { recursive: true, force: true }))
  return place
}
