import { type Command, Option } from 'commander'
import { EXIT, UsageError, UserError } from '../errors.ts'
import { type Answers, DEFAULTS } from '../init/answers.ts'
import { answerOf, type Question, questions } from '../init/questions.ts'
import { notice, type Shell } from '../shell.ts'

interface InitOptions extends Partial<Answers> {
  readonly yes?: true
  readonly overwrite?: true
  readonly name?: string
  readonly stage: string
}

const EXAMPLES = `
Examples:
  $ audit-lake init                                                 asks
  $ audit-lake init --yes --region eu-central-1 --emails ops@example.com --name production
  $ audit-lake init --yes --access manual --principals arn:aws:iam::111122223333:role/a --external-id id --overwrite

Writes audit-lake.config.ts, which says all that can be chosen about a lake in AWS, and nothing else; with --name also
audit-lake.json, so that --lake finds the lake by that name. What somebody has changed in them is not overwritten unless
--overwrite says so.
`

/** `audit-lake init`: the configuration of a lake in AWS, by asking or by flags. */
export function addInit(root: Command, shell: Shell): void {
  const command = root
    .command('init [folder]')
    .description('write the configuration of a lake in AWS, by asking or by flags')
    .option('--yes', 'ask nothing: what no flag says is as it is shipped')
    .option('--overwrite', 'write also when that loses what was chosen before')
    .option('--name <name>', 'name that --lake is to find the lake by')
    .option('--stage <stage>', 'stage that is to be deployed', 'production')
  for (const question of questions) command.addOption(optionOf(question))
  command
    .addHelpText('after', EXAMPLES)
    .action(async (folder: string | undefined, options: InitOptions) => await init(folder ?? '.', options, shell))
}

function optionOf({ flag, description, kind, choices }: Question): Option {
  const option = new Option(flag, description)
  if (choices) return option.choices(choices)
  return kind === 'number' ? option.argParser(text => answerOf('number', text)) : option
}

async function init(folder: string, options: InitOptions, shell: Shell): Promise<void> {
  if (!options.yes && !(process.stdin.isTTY && shell.stderr.isTTY)) {
    throw new UsageError('there is no terminal to ask in: say --yes, and with flags what is to differ from the default')
  }
  // loaded when it is needed: it checks with a schema, and other commands do not
  const { assertProject } = await import('../init/write-files.ts')
  const { Cancelled } = await import('../init/ask.ts')
  assertProject(folder)
  try {
    await askAndWrite(folder, options, shell)
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error
    notice(shell, 'stopped: nothing was written')
    shell.endWith(EXIT.interrupted)
  }
}

async function askAndWrite(folder: string, options: InitOptions, shell: Shell): Promise<void> {
  const { checkedConfiguration, CONFIGURATION_FILE, nameLake, wouldLose, writeConfiguration } = await import(
    '../init/write-files.ts'
  )
  const { configurationText } = await import('../init/configuration-text.ts')
  const asker = options.yes ? null : await (await import('../init/ask.ts')).terminalAsker(shell.stderr)
  const given = Object.fromEntries(questions.flatMap(({ name }) => (name in options ? [[name, options[name]]] : [])))
  const start = { ...DEFAULTS, ...given }
  const answers = (await asker?.answers(start, new Set(Object.keys(given)))) ?? start
  const configuration = checkedConfiguration(answers)
  const text = configurationText(configuration)
  const name =
    options.name ?? (await asker?.text('A name that --lake is to find this lake by (empty: none)', options.stage))
  const isLost = options.overwrite !== true && (await wouldLose(folder, text))
  if (isLost && !(await asker?.yes(`${CONFIGURATION_FILE} says something else: overwrite it?`))) {
    throw new UserError(
      `${CONFIGURATION_FILE} is there, and says something else: look at it, or say --overwrite; nothing was written`,
    )
  }
  if (name)
    await nameLake(folder, name, { stage: options.stage, region: configuration.region }, options.overwrite === true)
  await writeConfiguration(folder, text)
  for (const line of nextSteps(options.stage, configuration.temporal.access, name)) notice(shell, line)
}

function nextSteps(stage: string, access: Answers['access'], name: string | undefined): string[] {
  const asking = name ?? stage
  return [
    `wrote audit-lake.config.ts${name ? `, and the lake ${name} into audit-lake.json` : ''}; next:`,
    `  npx sst deploy --stage ${stage}`,
    `  set up the sink in Temporal Cloud (${access}), with what that prints: docs/deploy.md`,
    `  npx audit-lake doctor --lake ${asking}`,
    `  npx audit-lake query who-did-what --lake ${asking}`,
  ]
}
