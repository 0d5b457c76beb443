import { scheduleSchema } from '@temporal-audit-lake/reports/schedule'
import { z } from 'zod'

const arn = z.string().regex(/^arn:aws[\w-]*:iam::\d{12}:(role|user|root)/, {
  error: 'write the ARN of an IAM role, such as arn:aws:iam::<12 digits>:role/<name>, as Temporal shows it',
})

/** IAM's own rule for the name of a role. */
const roleName = z.string().regex(/^[\w+=,.@-]{1,64}$/, { error: 'write the bare name of an IAM role, not its ARN' })

const temporal = z.discriminatedUnion('access', [
  z.strictObject({ access: z.literal('auto'), roleName }),
  z.strictObject({
    access: z.literal('manual'),
    roleName,
    principals: z.array(arn).min(1, { error: "copy Temporal's principals out of the template that it shows" }),
    externalId: z.string().min(2, { error: 'copy the external id out of the template that Temporal shows' }),
  }),
])

const DAYS = z.int().min(1)

/** The schedule is in the environment of a function, of which Lambda takes 4 KB in all. */
const MOST_CHARACTERS_OF_REPORTS = 3_000

const stream = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('provisioned'), shards: z.int().min(1).max(500), retentionDays: DAYS.max(365) }),
  z.strictObject({ mode: z.literal('on-demand'), retentionDays: DAYS.max(365) }),
])

const schema = z.strictObject({
  region: z.string().regex(/^[a-z]{2}(-[a-z]+)+-\d$/, { error: 'write an AWS region, such as eu-central-1' }),
  temporal,
  stream,
  raw: z.strictObject({
    objectLock: z
      .strictObject({ mode: z.enum(['governance', 'compliance']), years: z.int().min(1).max(100) })
      .nullable(),
  }),
  athena: z.strictObject({ scanLimitGiB: z.number().min(0.01).max(7_000), keepResultsDays: DAYS.max(3_650) }),
  keepDeletedDays: DAYS.max(3_650),
  largeDayMiB: z.int().min(1).max(1_024),
  reports: scheduleSchema.refine(reports => JSON.stringify(reports).length <= MOST_CHARACTERS_OF_REPORTS, {
    error: `write fewer reports, recipients or parameters: as JSON they have more than ${MOST_CHARACTERS_OF_REPORTS} characters`,
  }),
  alarms: z.strictObject({ emails: z.array(z.email()), monthlyBudgetUsd: z.number().positive().nullable() }),
  trustedProxies: z.array(z.union([z.cidrv4(), z.cidrv6()])).nullable(),
  reserveConcurrency: z.boolean(),
})

/** What `audit-lake.config.ts` says: see the comments there. */
export type Configuration = z.infer<typeof schema>

/** A configuration that cannot be: the message says where, what is wrong and what to write. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError'
}

/**
 * Checks a configuration.
 *
 * @throws ConfigurationError which names every mistake by its place
 *
 * @example
 * configuration({ ...rest, region: 'Frankfurt' })
 * // audit-lake.config.ts: ✖ write an AWS region, such as eu-central-1 → at region
 */
export function configuration(given: Configuration): Configuration {
  const checked = schema.safeParse(given)
  if (checked.success) return checked.data
  throw new ConfigurationError(`audit-lake.config.ts:\n${z.prettifyError(checked.error)}`)
}
