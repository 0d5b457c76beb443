import { checks, GRACE_MS, readManifest } from '../../../packages/lake/src/index.ts'
import { openLocalLake } from '../../../packages/lake/src/local/index.ts'
import { lastClosedHour } from '../../../packages/lake/src/open-window.ts'
import type { Cast } from './cast.ts'
import type { Looks } from './looks.ts'
import { type Oracle, Violation } from './oracle.ts'
import { md5, type Producer } from './producer.ts'
import type { Traffic } from './traffic.ts'

const HOUR_MS = 60 * 60_000

/** What is left when nothing happens any more. */
export interface Rest {
  /** Rows of `audit_logs`, and of `audit_log_versions`. */
  readonly current: number
  readonly versions: number
  readonly receipts: number
  readonly deadLetters: number
  readonly sealedDays: number
}

interface AtRest {
  readonly cast: Cast
  readonly oracle: Oracle
  readonly looks: Looks
  readonly traffic: Traffic
  readonly producer: Producer
  readonly lake: string
}

/**
 * Lets everything be delivered, sealed and cleaned up, and compares it with what was put: the view, every version, the
 * receipts, the dead letters, the files.
 *
 * @throws Violation when any of it is not as it must be
 */
export async function rest(run: AtRest): Promise<Rest> {
  const { cast, oracle, traffic, producer } = run
  cast.calm()
  for (const role of ['poller', 'importer', 'reader'] as const) cast.want(role, 1)
  cast.want('sealer', 2)
  await traffic.finish(producer)
  await cast.until('all is taken', () => oracle.backlog === 0 && cast.importsLeft === 0)
  await cast.setTime(cast.now + 8 * HOUR_MS) // later than any wrong clock was
  await sealed(run)
  await cast.until('all is due', () => oracle.isSettled())
  await lookAtAll(run)
  await cleanedUp(run)
  await lookAtAll(run)
  return await ledger(run)
}

/** Compares a look at the whole view that begins from now on. */
async function lookAtAll({ cast, looks }: AtRest): Promise<void> {
  const found = looks.atAll()
  await cast.until('the whole is looked at', () => found.isDone)
}

async function sealed({ cast, lake }: AtRest): Promise<void> {
  const { objects } = await openLocalLake(lake)
  for (;;) {
    const { manifest } = await readManifest(objects)
    if (manifest.sealedThrough >= lastClosedHour(cast.now)) return
    const { seals } = cast
    await cast.until('all is sealed', () => cast.seals > seals)
  }
}

/** Everything that is merged or replaced goes, and nothing else is there but what the manifest names. */
async function cleanedUp({ cast, lake }: AtRest): Promise<void> {
  const { objects } = await openLocalLake(lake)
  for (let rounds = 0; rounds < 8; rounds++) {
    await cast.setTime(cast.now + GRACE_MS + HOUR_MS)
    const { cleanUps } = cast
    await cast.until('all is cleaned up', () => cast.cleanUps > cleanUps + 2)
    const { manifest } = await readManifest(objects)
    const files: string[] = []
    for (const prefix of ['arrivals/', 'late/', 'sealed/']) {
      for await (const { key } of objects.list(prefix)) files.push(key)
    }
    if (manifest.tombstones.length === 0 && files.length === Object.keys(manifest.days).length) return
  }
  throw new Violation('files are left that nobody needs')
}

async function ledger({ cast, oracle, traffic, lake }: AtRest): Promise<Rest> {
  const number = async (sql: string) => Number((await cast.ask(sql))[0]![0])
  const versions = await number('SELECT count(*) FROM audit_log_versions')
  expectSame('rows of audit_log_versions', versions, oracle.allVersions())
  const letters = (await cast.ask('SELECT DISTINCT payload_text FROM dead_letters')).map(([text]) => text!)
  const good = letters.filter(text => !traffic.poison.has(md5(Buffer.from(text))))
  if (good.length > 0) throw new Violation(`dead letters that were good: ${good.slice(0, 3).join(' ')}`)
  expectSame('different dead letters', letters.length, traffic.poison.size)
  await findings(lake, cast.now)
  const { objects } = await openLocalLake(lake)
  return {
    current: await number('SELECT count(*) FROM audit_logs'),
    versions,
    receipts: await number('SELECT count(*) FROM receipts'),
    deadLetters: letters.length,
    sealedDays: Object.keys((await readManifest(objects)).manifest.days).length,
  }
}

/** What the lake's own checks find: the receipts balance, every file is whole. Letters are there, since poison was put. */
async function findings(folder: string, now: number): Promise<void> {
  const lake = await openLocalLake(folder)
  const engine = await lake.engine()
  try {
    for (const check of checks) {
      const found = (await check.run({ ...lake, engine, now })).filter(({ kind }) => kind !== 'dead_letters_open')
      if (found.length > 0) throw new Violation(`${check.name}: ${found.map(({ message }) => message).join('; ')}`)
    }
  } finally {
    engine.close()
  }
}

function expectSame(what: string, found: number, expected: number): void {
  if (found !== expected) throw new Violation(`${found} ${what} instead of ${expected}`)
}
