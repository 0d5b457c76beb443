import type { Answers } from './answers.ts'

/** One thing that `audit-lake init` wants to know: a flag, and a question for whoever does not give it. */
export interface Question {
  readonly name: keyof Answers
  /** Its name in camel case is that of the answer. */
  readonly flag: string
  /** What it is, in the help. */
  readonly description: string
  /** What is asked; nobody is asked what has none: the default stands in the file, with a comment. */
  readonly ask?: string
  readonly kind: 'text' | 'number' | 'list' | 'choice'
  readonly choices?: readonly string[]
  /** Whether it is worth asking after the answers so far; default: it is. */
  readonly when?: (answers: Answers) => boolean
}

const isManual = ({ access }: Answers) => access === 'manual'

/** In the order in which they are asked. */
export const questions: readonly Question[] = [
  {
    name: 'region',
    flag: '--region <region>',
    description: 'where everything is made',
    ask: 'In which AWS region is everything made?',
    kind: 'text',
  },
  {
    name: 'access',
    flag: '--access <way>',
    description: "who makes the role that Temporal Cloud writes with: Temporal's template, or this deployment",
    ask: "Who makes the role that Temporal Cloud writes with? (auto: Temporal's own template, manual: this deployment)",
    kind: 'choice',
    choices: ['auto', 'manual'],
  },
  {
    name: 'roleName',
    flag: '--role-name <name>',
    description: 'name of that role',
    ask: 'What is that role called?',
    kind: 'text',
  },
  {
    name: 'principals',
    flag: '--principals <arn...>',
    description: 'who may assume it, as the template of Temporal says; for manual access',
    ask: "Temporal's principals, out of the template that it shows (ARNs, with commas between)",
    kind: 'list',
    when: isManual,
  },
  {
    name: 'externalId',
    flag: '--external-id <id>',
    description: 'under which external id, as the template of Temporal says; for manual access',
    ask: 'The external id, out of the same template',
    kind: 'text',
    when: isManual,
  },
  {
    name: 'stream',
    flag: '--stream <mode>',
    description: 'whether the stream has shards, or grows by itself and costs more',
    ask: 'Does the stream have shards (provisioned), or does it grow by itself and cost more (on-demand)?',
    kind: 'choice',
    choices: ['provisioned', 'on-demand'],
  },
  {
    name: 'shards',
    flag: '--shards <number>',
    description: 'how many shards it begins with',
    ask: 'How many shards does it begin with? (one takes 1,000 records a second)',
    kind: 'number',
    when: ({ stream }) => stream === 'provisioned',
  },
  {
    name: 'retentionDays',
    flag: '--retention-days <days>',
    description: 'how long the stream keeps records',
    ask: 'For how many days does the stream keep records? (so long you have to repair what stops reading them)',
    kind: 'number',
  },
  {
    name: 'objectLock',
    flag: '--object-lock <mode>',
    description: 'whether the raw archive is locked against deletion; it cannot be changed later',
    ask: 'Is the raw archive locked against deletion? It cannot be changed later; compliance leaves no way out for anybody',
    kind: 'choice',
    choices: ['none', 'governance', 'compliance'],
  },
  {
    name: 'lockYears',
    flag: '--lock-years <years>',
    description: 'for how long it is locked',
    ask: 'For how many years?',
    kind: 'number',
    when: ({ objectLock }) => objectLock !== 'none',
  },
  {
    name: 'scanLimitGib',
    flag: '--scan-limit-gib <gib>',
    description: 'what one query may read at the most',
    ask: 'How many GiB may one query read at the most?',
    kind: 'number',
  },
  {
    name: 'keepResultsDays',
    flag: '--keep-results-days <days>',
    description: 'how long results of queries are kept',
    kind: 'number',
  },
  {
    name: 'keepDeletedDays',
    flag: '--keep-deleted-days <days>',
    description: 'how long what was deleted or replaced can be brought back',
    kind: 'number',
  },
  {
    name: 'reports',
    flag: '--reports <when>',
    description: 'when the activity report is written',
    ask: 'When is the activity report written?',
    kind: 'choice',
    choices: ['weekly', 'monthly', 'never'],
  },
  {
    name: 'emails',
    flag: '--emails <address...>',
    description: 'who gets a mail when something is wrong',
    ask: 'Who gets a mail when something is wrong? (addresses, with commas between)',
    kind: 'list',
  },
  {
    name: 'monthlyBudget',
    flag: '--monthly-budget <usd>',
    description: 'what a month may cost before they are told; 0: no budget',
    ask: 'What may a month cost in US dollars before they are told? (0: no budget)',
    kind: 'number',
    when: ({ emails }) => emails.length > 0,
  },
  {
    name: 'trustedProxies',
    flag: '--trusted-proxies <cidr...>',
    description: 'proxies that client_ip skips; default: the private ranges',
    kind: 'list',
  },
  {
    name: 'reserveConcurrency',
    flag: '--reserve-concurrency <answer>',
    description: 'whether one of the concurrent executions of the account is kept for sealing; no in new accounts',
    ask: 'May one concurrent execution of the account be kept for sealing? (no in accounts that have but 10)',
    kind: 'choice',
    choices: ['yes', 'no'],
  },
]

/** An answer out of what was typed. @example answerOf('list', 'a@example.com, b@example.com') // ['a@example.com', 'b@example.com'] */
export function answerOf(kind: Question['kind'], text: string): string | number | readonly string[] {
  if (kind === 'number') return text.trim() === '' ? Number.NaN : Number(text)
  if (kind === 'list') return text.split(',').flatMap(part => part.trim() || [])
  return text.trim()
}
