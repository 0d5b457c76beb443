import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const SCOPE = '@temporal-audit-lake/'

/** The floors of the house, from the ground up: a room may import from the rooms below its own floor. */
const FLOORS = [['core', 'http'], ['queries', 'stream'], ['lake'], ['reports'], ['cli', 'functions']] as const

/** Rooms that know no file, network, clock or process: what they need comes in as an argument. */
const PURE = ['core', 'queries']

interface Import {
  readonly file: string
  readonly from: string
}

/** Every module that the sources of a room import, statically or not. */
function importsOf(room: string): Import[] {
  const folder = join(ROOT, 'packages', room, 'src')
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => name.endsWith('.ts'))
    .flatMap(name => {
      const path = join(folder, name)
      return modulesIn(readFileSync(path, 'utf8')).map(from => ({ file: relative(ROOT, path), from }))
    })
}

function modulesIn(source: string): string[] {
  const found = source.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'([^']+)'/g)
  return [...found].map(match => match[1]!)
}

function floorOf(room: string): number {
  return FLOORS.findIndex(rooms => (rooms as readonly string[]).includes(room))
}

const rooms = readdirSync(join(ROOT, 'packages'))

describe('the house', () => {
  it('has a floor for every package', () => {
    expect(rooms.filter(room => floorOf(room) < 0)).toEqual([])
  })

  it.each(rooms)('%s imports from floors below only', room => {
    const upwards = importsOf(room)
      .filter(({ from }) => from.startsWith(SCOPE))
      .filter(({ from }) => floorOf(from.slice(SCOPE.length).split('/')[0]!) >= floorOf(room))
    expect(upwards).toEqual([])
  })

  it.each(rooms)('%s leaves other packages by their exports, not by paths', room => {
    const leaving = importsOf(room).filter(({ file, from }) => {
      if (!from.startsWith('.')) return false
      return relative(join('packages', room), join(file, '..', from)).startsWith('..')
    })
    expect(leaving).toEqual([])
  })

  it.each(PURE)('%s is pure: it imports no module of Node', room => {
    expect(importsOf(room).filter(({ from }) => from.startsWith('node:'))).toEqual([])
  })

  it('sees an import that a room makes', () => {
    const source = `import { a } from 'one'\nimport 'two'\nexport * from './three.ts'\nawait import('four')`
    expect(modulesIn(source)).toEqual(['one', 'two', './three.ts', 'four'])
  })
})
