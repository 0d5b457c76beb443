import { describe, expect, it } from 'vitest'
import { type Format, writeObjects, writeResult } from '../../../packages/cli/src/output/write-result.ts'
import type { Value } from '../../../packages/lake/src/engine.ts'
import { capturedShell } from '../terminal.ts'

const COLUMNS = ['text', 'number', 'big', 'when', 'list', 'nothing']
const ROW: readonly Value[] = ['a,"b"\nc', 1.5, '9007199254740993', '2026-11-22T10:00:00.000Z', ['x', 'y'], null]

async function written(format: Format, ...chunks: readonly (readonly (readonly Value[])[])[]) {
  const { shell, stdout } = capturedShell()
  async function* asChunks() {
    yield* chunks
  }
  const columns = COLUMNS.map(name => ({ name, type: '' }))
  const rows = await writeResult({ columns, chunks: asChunks() }, format, shell)
  return { rows, text: stdout.text }
}

describe('writeResult', () => {
  it('writes JSON as an array of objects: lists as arrays, large integers as texts', async () => {
    const { rows, text } = await written('json', [ROW], [ROW])
    expect(rows).toBe(2)
    expect(JSON.parse(text)).toEqual([
      Object.fromEntries(COLUMNS.map((name, i) => [name, ROW[i]])),
      Object.fromEntries(COLUMNS.map((name, i) => [name, ROW[i]])),
    ])
  })

  it('writes no rows as an empty array', async () => {
    expect((await written('json')).text).toBe('[]\n')
  })

  it('writes an object a line as NDJSON, and nothing for no rows', async () => {
    const { text } = await written('ndjson', [ROW, ROW])
    expect(text.split('\n')).toHaveLength(3)
    expect(JSON.parse(text.split('\n')[0]!)).toMatchObject({ number: 1.5, nothing: null })
    expect((await written('ndjson')).text).toBe('')
  })

  it('writes CSV with quotes where they are needed (RFC 4180) and an empty cell for null', async () => {
    const { text } = await written('csv', [ROW])
    expect(text).toBe(
      'text,number,big,when,list,nothing\n"a,""b""\nc",1.5,9007199254740993,2026-11-22T10:00:00.000Z,"[""x"",""y""]",\n',
    )
  })

  it.each(['=1+1', '+cmd', '-cmd', '@SUM(A1)', '\tx', '\rx'])(
    'keeps a spreadsheet from computing %j',
    async formula => {
      const { text } = await written('csv', [[formula, 1, '1', '', [], null]])
      expect(text.split('\n').slice(1).join('\n')).toContain(`'${formula}`)
    },
  )

  it('leaves negative numbers alone', async () => {
    const { text } = await written('csv', [['-1.5', -2, '-9007199254740993', '', [], null]])
    expect(text).toContain('-1.5,-2,-9007199254740993')
  })

  it('draws a table in which a control character cannot act', async () => {
    const { text } = await written('table', [['\u001b[31mred\u202Eder', 1, '1', '', [], null]])
    expect(text).toContain('\\u001b[31mred\\u202eder')
    expect(text).toMatch(/1 row\n$/)
  })

  it('draws a table that fits the terminal', async () => {
    const { shell, stdout } = capturedShell({ isTTY: true, columns: 60 })
    await writeObjects([{ short: 'a', long: 'b'.repeat(500), other: 'c'.repeat(50) }], 'table', shell)
    for (const line of stdout.text.split('\n')) expect(line.length).toBeLessThanOrEqual(60)
    expect(stdout.text).toContain('…')
  })

  it('draws the first 1,000 rows of a table and says how many there are', async () => {
    const { rows, text } = await written('table', Array(1500).fill(ROW))
    expect(rows).toBe(1500)
    expect(text).toContain('1500 rows; the first 1000 are shown')
  })
})

describe('a table that is too wide', () => {
  it('cuts long texts, but no time and no number', async () => {
    const { shell, stdout } = capturedShell({ isTTY: true, columns: 70 })
    const row = { at: '2026-11-22T10:00:00.000Z', number: 123456789, text: 'b'.repeat(80), other: 'c'.repeat(80) }
    await writeObjects([row], 'table', shell)
    expect(stdout.text).toContain('2026-11-22 10:00:00')
    expect(stdout.text).toContain('123456789')
    expect(stdout.text).not.toContain('b'.repeat(30))
  })
})
